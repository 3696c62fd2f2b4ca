"""A reader of plain words: what a page says, sentence by sentence, how hard it is to read, and what is too hard.

Every label, hint, heading, button and paragraph is read as a sentence of its own. What people typed, their words
and codes, telephone numbers, addresses and dates are passed over: nobody can word those more plainly. So are names
of bodies and laws, and the terms of a short glossary on a page that explains them itself. Words that are laid down
for us bear `data-prescribed`.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib

with warnings.catch_warnings():
    # It finds its word lists by a module that warns of its own end; its sums do not need them.
    warnings.simplefilter("ignore")
    import textstat

CHILD_GRADE, ADULT_GRADE = 3.0, 6.0
CHILD_WORDS = 15

INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "em", "i", "small", "span", "strong", "sub", "sup", "time", "wbr"}
SILENT = {"head", "script", "style", "svg", "template", "textarea", "option"}
PASSED_OVER = {"typed", "reference", "return-words", "tel", "portal-header"}
"""Classes of what is not ours to word: typed words, codes and words to come back with, numbers to ring, and who we are."""
FIGURES = {"time"}

NAMES = (
    "Local Government and Social Care Ombudsman", "Ombudsman", "Independent Review Mechanism", "Ofsted", "Cafcass",
    "Childline", "Coram Voice", "Always Heard", "Children’s Commissioner", "Help at Hand", "NSPCC", "Samaritans",
    "Family Rights Group", "NYAS", "Information Commissioner’s Office", "Information Commissioner",
    "British Sign Language", "Social Work England", "NHS", "MP", "SEND tribunal", "First-tier Tribunal", "Sylheti",
    "Local Safeguarding Children Partnership", "Children Act 1989", "Complaint Handling Code", "Example County Council",
    "Example Council", "Exampleshire", "Office for Standards in Education",
)  # fmt: skip
"""Names of bodies and laws, longest first where one holds another."""

GLOSSARY = {
    "advocate": "on your side",
    "complaint": "complaint is when you tell us",
    "working day": "do not count",
    "statutory": "set by law",
    "parental responsibility": "legal right to make decisions",
    "interpreter": "speaks your language",
    "independent person": "does not work for the council",
}
"""A term, and the words that explain it: on a page with both, the term is not counted."""

BANNED_FOR_CHILDREN = (
    "representation", "statutory", "procedure", "corporate", "investigation", "jurisdiction", "safeguarding",
    "acknowledge", "allegation", "appropriate", "assessment", "authority", "concern", "consent", "circumstances",
    "confidential", "disclosure", "eligible", "escalate", "grievance", "independent", "legislation", "local authority",
    "looked after", "multi-agency", "placement", "proceedings", "provision", "pursuant", "referral", "regarding",
    "regulation", "respond", "satisfied", "section 47", "service user", "stakeholder", "sufficient interest",
    "submit", "tribunal",
)  # fmt: skip
"""Words no child is given."""

EXPLAINED_FIRST = {"complain": "complaint", "working day": "working day"}
"""Words a child is given only on a page that explains the term."""

TEL_OR_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+|\b[A-Z0-9]{3}-[A-Z0-9]{4}-[A-Z0-9]{3}\b|\b(?:\d[\d ,]*\d|\d)\b")
DATES = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?\d{1,2} (?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)(?: \d{4})?(?:(?:,| at) \d{1,2}[:.]\d\d(?: ?[ap]m)?)?"
)
PLACE = re.compile(r"%\(\w+\)s")
SENTENCE_ENDS = re.compile(r"(?<=[.!?:;…])[”’)]*\s+")
WORD = re.compile(r"[\w’'-]*[A-Za-z][\w’'-]*")


@dataclass(frozen=True)
class Said:
    """What a page says: in its main part, and around it. `explained`: terms that are explained besides."""

    main: tuple[str, ...]
    around: tuple[str, ...] = ()
    explained: frozenset[str] = frozenset()

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms that this page explains."""
        whole = " ".join((*self.main, *self.around))
        return self.explained | {term for term, because in GLOSSARY.items() if because in whole}

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The sentences of the main part without names, figures and the terms that this page explains."""
        return tuple(filter(WORD.search, (_without(one, self.terms) for one in self.main)))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence, without names and figures."""
        return tuple(filter(WORD.search, (_without(one, frozenset()) for one in (*self.main, *self.around))))

    @property
    def grade(self) -> float:
        """The Flesch–Kincaid grade of the main part: what stands around every page is easy, and would hide a hard one."""
        return grade(self.counted)

    @property
    def too_long(self) -> list[str]:
        """The sentences with more words than a child follows."""
        return [one for one in self.sentences if len(WORD.findall(one)) > CHILD_WORDS]

    @property
    def banned(self) -> list[str]:
        """The words on this page that no child is given, or not without explaining them."""
        lower = " ".join(self.sentences).lower()
        unexplained = [word for word, term in EXPLAINED_FIRST.items() if term not in self.terms]
        return [word for word in (*BANNED_FOR_CHILDREN, *unexplained) if re.search(rf"\b{word}", lower)]


def grade(sentences: tuple[str, ...]) -> float:
    """The Flesch–Kincaid grade by textstat."""
    if not sentences:
        return 0.0
    return float(textstat.flesch_kincaid_grade(" ".join(_ended(one) for one in sentences).replace("’", "'")))


def read(html: str) -> Said:
    """What a page says, in its main part and around it."""
    body = next(html5lib.parse(html, namespaceHTMLElements=False).iter("body"))
    main = next(body.iter("main"))
    around = list(_of(body))
    within = _of(main)
    for one in within:
        around.remove(one)
    return Said(tuple(within), tuple(around))


def _of(element: Element) -> list[str]:
    blocks = (" ".join(block.split()) for block in _blocks(element))
    return [one for block in blocks for one in _sentences(block)]


def said_in(*texts: str, explained: frozenset[str] = frozenset()) -> Said:
    """What these texts say, their places for values left empty."""
    return Said(tuple(one for text in texts for one in _sentences(PLACE.sub("", text))), explained=explained)


def faults_for_children(said: Said) -> list[str]:
    """Why a child of nine may not follow this page."""
    faults = [f"grade {said.grade}, not {CHILD_GRADE}: {_hardest(said)}"] if said.grade > CHILD_GRADE else []
    faults += [f"{len(WORD.findall(one))} words: {one!r}" for one in said.too_long]
    return faults + [f"no word for a child: {word!r}" for word in said.banned]


def faults_for_adults(said: Said) -> list[str]:
    """Why this page is not plain English."""
    return [f"grade {said.grade}, not {ADULT_GRADE}: {_hardest(said)}"] if said.grade > ADULT_GRADE else []


def _hardest(said: Said) -> str:
    hard = sorted(said.counted, key=lambda one: -grade((one,)))[:3]
    return " | ".join(hard)


def _blocks(element: Element) -> Iterator[str]:
    """The text of each block in turn; what stands inside a line stays in its line."""
    line: list[str] = []
    for part in _parts(element):
        if part is None:
            yield "".join(line)
            line = []
        else:
            line.append(part)
    yield "".join(line)


def _parts(element: Element) -> Iterator[str | None]:
    """Text, and None where a block begins or ends."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not _is_silent(child):
            inline = child.tag in INLINE and not _stands_alone(child)
            if not inline:
                yield None
            yield from _parts(child)
            if not inline:
                yield None
        elif isinstance(child.tag, str) and child.tag not in INLINE:
            yield None
        yield child.tail or ""


def _is_silent(element: Element) -> bool:
    classes = set(element.get("class", "").split())
    hidden = element.get("hidden") is not None and element.tag != "button"
    return element.tag in SILENT | FIGURES or hidden or bool(classes & PASSED_OVER) or element.get("data-prescribed") is not None


def _stands_alone(element: Element) -> bool:
    classes = element.get("class", "")
    return any(name in classes for name in ("govuk-button", "card-hint", "govuk-back-link"))


def _sentences(block: str) -> Iterator[str]:
    for one in SENTENCE_ENDS.split(block):
        if WORD.search(one):
            yield one.strip()


def _without(sentence: str, explained: frozenset[str]) -> str:
    for pattern in (DATES, TEL_OR_ADDRESS):
        sentence = pattern.sub("", sentence)
    for name in (*NAMES, *sorted(explained)):
        sentence = re.sub(rf"\b{re.escape(name)}(?:s|’s)?\b", "", sentence, flags=re.IGNORECASE if name in explained else 0)
    return " ".join(sentence.split())


def _ended(sentence: str) -> str:
    """With a full stop, and none inside that is not the end of it."""
    return re.sub(r"[.!?:;…]+", " ", sentence).strip() + "."
