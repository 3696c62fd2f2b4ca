"""In which forms a report is offered, and what a council's profile adds to each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.councils import Profile
from portal.report.rendering import Format, House, Kind, formats_of

KINDS: Mapping[str, str] = {"full": "The whole report", "summary": "A summary in plain words", "children": "For children"}
FORMATS: Mapping[str, str] = {
    "html": "Web page", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV of every table", "json": "JSON",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a report can be had in: its kind and format by code, and what the format is called."""

    kind: str
    format: str
    name: str


def offered() -> list[tuple[str, list[Form]]]:
    """Every kind of report by its name, with the formats that it is made in; those that are not made are not offered."""
    return [
        (KINDS.get(kind.value, kind.value.capitalize()), [Form(kind.value, each.value, FORMATS.get(each.value, each.value.upper())) for each in formats_of(kind)])
        for kind in Kind
        if formats_of(kind)
    ]


def is_offered(kind: str, format: str) -> bool:
    """Whether a report is made in this form; any text may be asked for."""
    return kind in set(Kind) and format in set(Format) and Format(format) in formats_of(Kind(kind))


def house_of(profile: Profile, address: str | None = None) -> House:
    """The council's colours, how to complain, and who helps. `address`: where the portal stands."""
    helper = profile.advocacy
    return House(
        profile.brand.colour, profile.brand.on_colour, profile.phone, profile.email, address, helper.name if helper else None,
        helper.phone if helper else None,
    )  # fmt: skip
