"""Forms from questions: one field for each kind, its checks, and errors said in the person's voice.

WTForms parses and validates, Flask-WTF guards against forged posts; what a person
wrote is kept as written, less the invisible characters that could disguise it.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import Field, Form
from wtforms.validators import StopValidation

from portal.questions.kinds import DONT_KNOW, Choice, Given, Kind, Question
from portal.web.language import number, say
from portal.words import Wording, _

DISGUISES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that make text read in another order than it is stored in."""

EARLIEST_YEAR = 1900
ONE_ONLY = Wording(_("Choose one answer only"), child=_("Pick one only"))
NOT_OFFERED = Wording(_("Choose one of the answers on this page"), child=_("Pick one of these"))
ALONE = Wording(_("Choose “%(alone)s” on its own, or the others without it"), child=_("Pick “%(alone)s” on its own"))
TOO_LONG = Wording(
    _("This is %(over)s characters too long. The limit is %(limit)s: shorten it, or put the rest in another point"),
    child=_("That is too long by %(over)s letters. Make it shorter"),
)
BAD_EMAIL = Wording(_("Enter an email address in the right form, like name@example.com"), child=_("Check your email. It looks like name@example.com"))
BAD_PHONE = Wording(_("Enter a phone number with its digits, like 01632 960 001"), child=_("Check your number. Use digits, like 01632 960 001"))
BAD_MONTH = Wording(_("Enter the month as a number from 1 to 12"), child=_("The month is a number from 1 to 12"))
BAD_YEAR = Wording(_("Enter the year in four digits, like 2026"), child=_("The year has four digits, like 2026"))
FUTURE = Wording(_("Enter a month that is not in the future"), child=_("Pick a month that has been"))
BAD_DAY = Wording(_("Enter the day, the month and the year in numbers, like 3 9 2026"), child=_("Use numbers, like 3 9 2026"))
FUTURE_DAY = Wording(_("Enter a day that is not in the future"), child=_("Pick a day that has been"))
EITHER_DAY = Wording(_("Enter a day, or choose “I don’t know”, not both"), child=_("Write a day, or pick “I don’t know”"))
EITHER = Wording(_("Enter a month and a year, or choose “I don’t know”, not both"), child=_("Write a month, or pick “I don’t know”"))


def texts(values: Sequence[Any]) -> list[str]:
    """The values that are text; a form may be made to carry a file where we ask for words."""
    return [value for value in values if isinstance(value, str)]


def clean(text: str) -> str:
    """What was typed, with one kind of line ending and without disguises; nothing else is changed."""
    return DISGUISES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Answer(Field):
    """A field that knows its question; `typed` is what came in, whatever it was. The form says who answers, and when."""

    given: Given
    today: date
    data: Any
    errors: Any

    def __init__(self, *, question: Question, **options: Any) -> None:
        super().__init__(label=question.key, **options)
        self.question = question
        self.typed: Any = ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        values = [clean(value) for value in texts(valuelist)]
        self.typed = values[0] if values else ""
        if len(set(values)) > 1:
            raise ValueError(say(ONE_ONLY))
        self.data = self.read(self.typed.strip())

    def read(self, text: str) -> str:
        """The answer in the form in which it is kept; raises ValueError with what to do instead."""
        return text

    def pre_validate(self, form: Form) -> None:
        if not self.data and not self.process_errors and self.question.must_be_answered(self.given):
            raise StopValidation(say(self.question.required))


class OneChoice(Answer):
    """One of the choices offered."""

    def read(self, text: str) -> str:
        if text and all(choice.code != text for choice in self.question.choices_for(self.given)):
            raise ValueError(say(NOT_OFFERED))
        return text


class SomeChoices(Answer):
    """Any of the choices offered; one that stands alone stands alone."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        picked = list(dict.fromkeys(clean(value).strip() for value in texts(valuelist) if value.strip()))
        self.typed = picked
        choices = {choice.code: choice for choice in self.question.choices_for(self.given)}
        if any(code not in choices for code in picked):
            raise ValueError(say(NOT_OFFERED))
        self._refuse_company(picked, choices)
        self.data = picked

    def _refuse_company(self, picked: list[str], choices: dict[str, Choice]) -> None:
        lone = next((choices[code] for code in picked if choices[code].alone), None)
        if lone and len(picked) > 1:
            raise ValueError(say(ALONE, alone=say(lone.words)))


class Words(Answer):
    """Words, short or long, up to the question's limit."""

    def read(self, text: str) -> str:
        limit = self.question.limit
        if len(text) > limit:
            raise ValueError(say(TOO_LONG, over=number(len(text) - limit), limit=number(limit)))
        return text


class Email(Words):
    """An email address; its form is checked, no network is asked."""

    def read(self, text: str) -> str:
        if not text:
            return ""
        try:
            return validate_email(super().read(text), check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValueError(say(BAD_EMAIL)) from None


class Phone(Words):
    """A telephone number, kept as typed: people write extensions and good times beside it."""

    def read(self, text: str) -> str:
        if text and sum(character.isdigit() for character in text) < 6:
            raise ValueError(say(BAD_PHONE))
        return super().read(text)


class Dated(Answer):
    """A date typed into numbered inputs (key-day, key-month, key-year), or *I don’t know* (key). Its parts come in order."""

    parts: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors, self.errors = [], []
        if formdata is None:
            self.data = data
            return
        named = {part: f"{self.name}-{part}" for part in self.parts} | {"unknown": self.name}
        sent = {part: clean((texts(formdata.getlist(name)) or [""])[-1]).strip() for part, name in named.items()}
        self.typed = {part: text[:40] for part, text in sent.items()} | {"unknown": bool(sent["unknown"])}
        try:
            self.data = self._read(sent.pop("unknown"), tuple(sent.values()))
        except ValueError as problem:
            self.data = ""
            self.process_errors.append(str(problem))

    def _read(self, unknown: str, parts: tuple[str, ...]) -> str:
        if unknown and any(parts):
            raise ValueError(say(self.either))
        if unknown not in ("", DONT_KNOW):
            raise ValueError(say(NOT_OFFERED))
        if unknown:
            return DONT_KNOW
        return self.written(*parts) if any(parts) else ""

    either = EITHER

    def written(self, *parts: str) -> str:
        """The date as it is kept; raises ValueError with what to do instead."""
        raise NotImplementedError


class Month(Dated):
    """A month and a year, kept as YYYY-MM."""

    parts = ("month", "year")

    def written(self, *parts: str) -> str:
        month, year = parts
        if not (_is_number(month, 2) and 1 <= int(month) <= 12):
            raise ValueError(say(BAD_MONTH))
        if not (_is_number(year, 4) and len(year) == 4 and int(year) >= EARLIEST_YEAR):
            raise ValueError(say(BAD_YEAR))
        if (int(year), int(month)) > (self.today.year, self.today.month):
            raise ValueError(say(FUTURE))
        return f"{int(year):04}-{int(month):02}"


class Day(Dated):
    """A day, kept as YYYY-MM-DD."""

    parts = ("day", "month", "year")
    either = EITHER_DAY

    def written(self, *parts: str) -> str:
        day, month, year = parts
        try:
            if not (_is_number(day, 2) and _is_number(month, 2) and _is_number(year, 4) and len(year) == 4):
                raise ValueError
            that = date(int(year), int(month), int(day))
        except ValueError:
            raise ValueError(say(BAD_DAY)) from None
        if that.year < EARLIEST_YEAR or that > self.today:
            raise ValueError(say(FUTURE_DAY))
        return that.isoformat()


def _is_number(text: str, longest: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= longest


FIELDS: dict[Kind, type[Answer]] = {
    Kind.CHOICE: OneChoice, Kind.CHOICES: SomeChoices, Kind.TEXT: Words, Kind.WORDS: Words,
    Kind.EMAIL: Email, Kind.PHONE: Phone, Kind.MONTH: Month, Kind.DAY: Day,
}


class QuestionForm(FlaskForm):
    """A form made from questions. `errors_by_key` is what the error summary shows."""

    class Meta(FlaskForm.Meta):
        """Every post has its token checked before a page sees it: no form does that again."""

        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            field = super().bind_field(form, unbound_field, options)
            field.given, field.today = form.given, form.today
            return field

    def __init__(self, given: Given, today: date) -> None:
        self.given, self.today = given, today
        super().__init__()

    @property
    def errors_by_key(self) -> dict[str, str]:
        """Input name to the one sentence that says what to do."""
        found = {}
        for field in self:
            sentences = [str(e) for e in (*field.process_errors, *field.errors) if str(e)]
            if sentences and isinstance(field, Answer):
                found[field.name] = sentences[0]
        return found

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed or picked, to be shown again."""
        return {field.name: field.typed for field in self if isinstance(field, Answer)}

    @property
    def answers(self) -> dict[str, Any]:
        """The answers in the form in which they are kept."""
        return {field.name: field.data or ("" if not isinstance(field, SomeChoices) else []) for field in self if isinstance(field, Answer)}


def form_of(questions: Sequence[Question], given: Given, today: date) -> QuestionForm:
    """The form of these questions, filled from the request. `today` is a day in London."""
    return _form_class(tuple(questions))(given, today)


@lru_cache(maxsize=256)
def _form_class(questions: tuple[Question, ...]) -> type[QuestionForm]:
    fields = {question.key: FIELDS[question.kind](question=question) for question in questions}
    return type("Asked", (QuestionForm,), fields)
