"""The tables and their indexes. Small columns stand before sealed ones, so that a scan need not read those."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    extract,
    literal_column,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

NO_DUE_DATE = date(9999, 12, 31)
"""`cases.due_on` of a case that waits for no date: it sorts last and is never overdue."""

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "ix": "ix_%(column_0_label)s",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time: an aware datetime in, an aware UTC datetime out. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} names no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """Several codes in one text column: a tuple in and out, " one two " at rest, so that " two " finds it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if isinstance(value, str):
            raise TypeError(f"codes come as a tuple, not as the text {value!r}")
        return f" {' '.join(value)} "

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.split())


# SQLite numbers rows by itself only where the type is spelled INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _case_id(**options: Any) -> Column[int]:
    return Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, **options)


def _needed(name: str, kind: Any, *more: Any, **options: Any) -> Column[Any]:
    return Column(name, kind, *more, nullable=False, **options)


def _month_of(day: str) -> Computed:
    """The month of a day as the number YYYYMM, kept by the database itself; empty where the day is."""
    of: Any = literal_column(day)
    return Computed(extract("year", of) * 100 + extract("month", of))


@compiles(Computed, "postgresql")
def _stored(computed: Computed, compiler: Any, **_: Any) -> str:
    """Kept and not worked out at each reading: PostgreSQL makes no index over what it works out."""
    said = compiler.sql_compiler.process(computed.sqltext, include_table=False, literal_binds=True)
    return f"GENERATED ALWAYS AS ({said}) STORED"


staff = Table(
    "staff",
    metadata,
    _id(),
    _needed("email", Text, unique=True),
    _needed("name", Text),
    _needed("role", Text),
    _needed("password_hash", Text),
    _needed("failures", Integer, default=0),
    Column("locked_until", Moment),
    _needed("active", Boolean),
    _needed("created_at", Moment),
    Column("password_until", Moment),  # of a password that somebody else gave; empty once it is their own
    Column("factor_since", Moment),  # of the second factor; these three are empty where there is none
    Column("factor_step", BigInteger),  # of the last code that was taken: none is good twice
    Column("factor", LargeBinary),
    Column("service_areas", Codes),  # those that a service manager manages
    Column("council_issuer", Text),  # who vouches for them where they sign in by the council's own sign-in …
    Column("council_subject", Text),  # … and under what name that never changes; both empty until they are linked
    Column("link_until", Moment),  # until when the next such sign-in with their address is linked to this account
)
# One person of the council's sign-in opens one account.
Index("staff_council_subject", staff.c.council_issuer, staff.c.council_subject, unique=True)

staff_recovery_codes = Table(
    "staff_recovery_codes",
    metadata,
    Column("id", Text, primary_key=True),  # a keyed hash of the code, in hex; gone once the code was used
    _needed("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), index=True),
)

staff_half_sessions = Table(
    "staff_half_sessions",  # of those whose password was right and whose code is waited for; they open no page
    metadata,
    Column("id", Text, primary_key=True),  # sha256 of the token, in hex
    _needed("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), index=True),
    _needed("created_at", Moment),
    Column("vouched", Text),  # as of a session
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", Text, primary_key=True),  # sha256 of the token, in hex: the token itself is never stored
    _needed("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), index=True),
    _needed("created_at", Moment),
    _needed("seen_at", Moment),
    Column("ended_at", Moment),
    Column("vouched", Text),  # of one that the council's own sign-in opened: whether it vouched for a second factor
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    _needed("state", Text),
    Column("reference", Text, unique=True),
    _needed("created_at", Moment, index=True),
    _needed("touched_at", Moment),
    _needed("sealed", LargeBinary),
    Column("wrapped", LargeBinary),
)

cases = Table(
    "cases",
    metadata,
    _id(),
    _needed("reference", Text, unique=True),
    _needed("council", Text),
    _needed("purpose", Text),
    _needed("received_at", Moment),
    _needed("received_on", Date),
    _needed("voice", Text),
    _needed("language", Text),
    _needed("channel", Text),
    Column("complainant", Text),
    _needed("child_status", Codes),
    _needed("matters", Codes),
    _needed("point_count", Integer),
    _needed("route", Text),
    _needed("route_confirmed", Boolean),
    Column("procedure", Text),
    _needed("rules_version", Text),
    _needed("danger", Boolean),
    _needed("rank", SmallInteger),  # 0 danger, 1 the rest, 2 what looks like junk
    _needed("open", Boolean),
    _needed("stage", Integer),
    _needed("due_on", Date),
    Column("latest_on", Date),
    Column("handler_id", Id, ForeignKey("staff.id")),
    Column("acknowledged_on", Date),
    _needed("facts", JSON),
    _needed("decision", JSON),
    Column("key_name", Text),  # under which the store of case keys has its key; empty once erased
    Column("closed_on", Date),
    Column("outcome", Text),
    _needed("keeping", Text, server_default=text("'kept'")),  # kept, held, run_out, proposed, erased
    Column("erased_on", Date),
    _needed("indexed", Boolean, server_default=text("false")),  # whether its words are in the search index
    Column("enquiry_kind", Text),  # of what is no complaint: a code of the council's; empty of complaints
    Column("owed_on", Date),  # the first day on which a right is owed, perhaps one to come; NO_DUE_DATE: never; empty: not worked out
    Column("service_area", Text),  # these two are codes of the profile
    Column("team", Text),
    Column("person_asked_on", Date),  # of an open case that waits for the complainant: since when
    Column("service_asked_on", Date),  # of an open case that waits for a service: since when, and by which day
    Column("service_answer_by", Date),
    Column("waits_for", Text),  # what has to happen next, as a code; empty: not worked out
    Column("extended", Boolean),  # whether more time was taken for the stage that it is at; empty as above
    Column("wrote_at", Moment),  # since when a message of the person waits to be read; empty where none does
    Column("advocate", Text),  # how far help by an advocate came: offered, wanted, accepted, declined
    Column("quotable", Boolean),  # of a compliment: whether its words may be shown to others; empty where nobody asked
    Column("received_month", Integer, _month_of("received_on")),
    _needed("services", Codes, server_default=text("' '")),  # those of its points; where these name none, the one that it is with
    _needed("teams", Codes, server_default=text("' '")),
)

case_answers = Table(
    "case_answers",  # read off the histories: an answer to a stage each, and whether it came in time
    metadata,
    _id(),
    _case_id(),
    _needed("place", Integer),  # of its event in the case's history
    _needed("stage", Integer),
    _needed("begun_on", Date),  # from which its days were counted: of receipt, or of asking for the stage
    _needed("answered_on", Date),
    Column("due_on", Date),  # by when it was due as things stood then; empty where it had no date
    UniqueConstraint("case_id", "place"),
)
Index("case_answers_day", case_answers.c.answered_on, case_answers.c.id)

case_people = Table(
    "case_people",  # who was let in to read a case, and who is kept out of it; written only beside the event that says so
    metadata,
    _id(),
    _case_id(index=True),
    _needed("staff_id", Id, ForeignKey("staff.id")),
    _needed("as_role", Text),  # the role they were let in as, or kept_out
    _needed("since", Moment),
    Column("until", Moment),  # empty while it lasts
)
_LASTS = text("until IS NULL")
Index("case_people_now", case_people.c.staff_id, case_people.c.as_role, case_people.c.case_id, postgresql_where=_LASTS, sqlite_where=_LASTS)

search_words = Table(
    "search_words",
    metadata,
    Column("word", LargeBinary, primary_key=True),  # a keyed hash: nothing that can be read
    _case_id(primary_key=True, index=True),
)

papers = Table(
    "papers",
    metadata,
    _id(),
    _case_id(index=True),
    _needed("at", Moment),
    _needed("kind", Text),
    _needed("sealed", LargeBinary),
)

points = Table(
    "points",
    metadata,
    _id(),
    _case_id(),
    _needed("number", Integer),
    Column("matter", Text),
    _needed("route", Text),
    _needed("reasons", JSON),
    _needed("sealed", LargeBinary),
    Column("finding", Text),  # these two as the history says, beside the event, for whoever counts
    Column("decided_on", Date),
    UniqueConstraint("case_id", "number"),
)

case_stages = Table(
    "case_stages",  # read off the histories: every stage that was begun, and how it ended
    metadata,
    _case_id(primary_key=True),
    _needed("place", Integer, primary_key=True),  # how-manieth of the case, from 1
    _needed("procedure", Text),  # statutory, corporate, other, enquiry, query
    _needed("stage", Integer),
    _needed("own", Boolean),  # beside the stages of the case, for points of the council's own procedure
    _needed("asked_on", Date),
    _needed("begun_on", Date),  # from which its days are counted
    Column("due_on", Date),  # by when it was due as things stood at its end; empty where it had no date, or runs
    Column("ended_on", Date),
    _needed("how", Text),  # answered, withdrawn, resolved, refused, closed, passed_on; empty while it runs
    _needed("outcome", Text),
    Column("days", Integer),  # working days from its beginning to its end; empty where the holidays are not known
    _needed("extended", Boolean),
    # What follows says it of the case, so that stages are counted without reading the cases.
    _needed("area", Text, server_default=text("''")),
    _needed("enquiry", Text, server_default=text("''")),
    _needed("services", Codes, server_default=text("' '")),
    _needed("teams", Codes, server_default=text("' '")),
    _needed("causes", Codes, server_default=text("' '")),
    Column("asked_month", Integer, _month_of("asked_on")),
    Column("ended_month", Integer, _month_of("ended_on")),
    Column("in_time", Text, Computed("CASE WHEN due_on IS NULL THEN 'no_limit' WHEN ended_on <= due_on THEN 'yes' ELSE 'no' END")),
)
Index("case_stages_ended", case_stages.c.ended_on, case_stages.c.case_id)
Index("case_stages_asked", case_stages.c.asked_on, case_stages.c.case_id)

case_ombudsman = Table(
    "case_ombudsman",  # read off the histories: every enquiry of the Ombudsman
    metadata,
    _case_id(primary_key=True),
    _needed("place", Integer, primary_key=True),
    _needed("asked_on", Date),
    Column("due_on", Date),  # empty where the council states no days
    Column("answered_on", Date),
    Column("decided_on", Date),
    _needed("decision", Text),
    _needed("injustice", Text, server_default=""),  # whether fault caused injustice; empty where the decision does not say
    _needed("remedies", Codes, server_default=text("' '")),  # what the decision asks the council to do
)

case_panels = Table(
    "case_panels",  # read off the histories: every review panel that met or is to meet, and what came after it
    metadata,
    _case_id(primary_key=True),
    _needed("place", Integer, primary_key=True),
    _needed("asked_on", Date),
    _needed("begun_on", Date),  # from which its days are counted
    Column("due_on", Date),  # these days by when, and how many working days it took, are empty where the holidays are not known
    _needed("met_on", Date),
    Column("days", Integer),  # from its beginning to the meeting
    Column("findings_due_on", Date),
    Column("findings_on", Date),
    Column("findings_days", Integer),  # from the meeting to the findings
    Column("answer_due_on", Date),
    Column("answered_on", Date),
    Column("answer_days", Integer),  # from the findings to the council's answer
)
Index("case_panels_met", case_panels.c.met_on, case_panels.c.case_id)

# The next five tables are read off the history as well (see actions/counted.py): codes, days and pence, and no words.
point_services = Table(
    "point_services",
    metadata,
    _case_id(primary_key=True),
    _needed("point", Integer, primary_key=True),
    _needed("service", Text, primary_key=True),
    _needed("team", Text, primary_key=True),  # empty where the service is named and no team of it
)

point_causes = Table(
    "point_causes",
    metadata,
    _case_id(primary_key=True),
    _needed("point", Integer, primary_key=True),
    _needed("cause", Text, primary_key=True),
)

actions_due = Table(
    "actions_due",
    metadata,
    _case_id(primary_key=True),
    _needed("number", Integer, primary_key=True),
    _needed("status", Text),  # open, done, given_up
    _needed("grade", Text),
    Column("service", Text),
    Column("owner_id", Id, ForeignKey("staff.id")),  # or else a service, or a team of it
    Column("owner_service", Text),
    _needed("set_on", Date),
    _needed("due_on", Date),
    Column("done_on", Date),
    Column("given_up_on", Date),
    _needed("told", Boolean),  # there is a sentence for the person
    Column("published_on", Date),
    Column("sentence", Text),  # in clear only while it is published: a manager has said that it is about nobody
)

remedies = Table(
    "remedies",
    metadata,
    _case_id(primary_key=True),
    _needed("point", Integer, primary_key=True),
    _needed("remedy", Text, primary_key=True),
    _needed("status", Text),  # found, open (once the answer was sent), done, given_up
    _needed("due_on", Date),  # NO_DUE_DATE where no day was named
    Column("pence", Integer),
    _needed("paid", Integer),
    Column("done_on", Date),
    Column("given_up_on", Date),
)

costs = Table(
    "costs",
    metadata,
    _case_id(primary_key=True),
    _needed("number", Integer, primary_key=True),
    _needed("kind", Text),
    _needed("pence", Integer),
    _needed("on_day", Date),
    _needed("stage", Integer),
)

files = Table(
    "files",
    metadata,
    _id(),
    # It belongs to a draft until that is sent, and from then on to the case.
    Column("draft_id", Text, ForeignKey("drafts.id", ondelete="CASCADE"), index=True),
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), index=True),
    _needed("blob", Text, unique=True),
    _needed("kind", Text),
    _needed("size", Integer),
    _needed("scanned", Text),
    _needed("added_at", Moment),
    _needed("sealed", LargeBinary),
    _needed("by_office", Boolean, server_default=text("false")),  # a document of the office: never the person's to read
)

events = Table(
    "events",
    metadata,
    _id(),
    _case_id(),
    _needed("at", Moment),
    _needed("kind", Text),
    _needed("actor", Text),
    Column("staff_id", Id, ForeignKey("staff.id")),
    Column("place", Integer),  # in its case, from 1
    Column("hash", LargeBinary),  # over all of this row but its number, and the hash before it
    _needed("detail", JSON),
    Column("sealed", LargeBinary),
)
# A history is read by it, and of two who would add the same place only one can.
Index("events_place", events.c.case_id, events.c.place, unique=True)

saved_views = Table(
    "saved_views",  # an officer's own: a name of their own, and the codes that narrow the queue
    metadata,
    _id(),
    _needed("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE")),
    _needed("name", Text),
    _needed("query", JSON),
    UniqueConstraint("staff_id", "name"),
)

reports = Table(
    "reports",  # of a period: a draft while the council writes its commentary, and as it was published
    metadata,
    _id(),
    _needed("council", Text),
    _needed("first_on", Date),
    _needed("last_on", Date),
    _needed("status", Text),
    Column("key_name", Text),  # under which its commentary is sealed
    _needed("made_at", Moment),
    Column("published_on", Date),
    Column("published_by", Id, ForeignKey("staff.id")),
    Column("threshold", Integer),  # counts under it are left out of what was published
    Column("frozen", JSON),  # the report as it was published
    Column("withdrawn_on", Date),
    UniqueConstraint("first_on", "last_on"),
)

report_comments = Table(
    "report_comments",
    metadata,
    Column("report_id", Id, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("section", Text, primary_key=True),
    _needed("version", Integer),
    _needed("at", Moment),
    Column("staff_id", Id, ForeignKey("staff.id")),
    _needed("sealed", LargeBinary),
)

demand_figures = Table(
    "demand_figures",  # of the work beside complaints, as somebody entered them, with where they come from
    metadata,
    Column("kind", Text, primary_key=True),
    Column("first_on", Date, primary_key=True),
    Column("last_on", Date, primary_key=True),
    _needed("number", Integer),
    _needed("source", Text),
    _needed("at", Moment),
    Column("staff_id", Id, ForeignKey("staff.id")),
)

report_mails = Table(
    "report_mails",  # who asked to be told when a quarter is over, and of which they were told last
    metadata,
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _needed("told_upto", Date),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("day", Date, primary_key=True),
    _needed("upto", Id),  # the newest event that it covers
    _needed("count", Integer),
    _needed("hash", LargeBinary),
    Column("seal", LargeBinary),  # made with a key that is not in the database
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), index=True),
    _needed("kind", Text),
    Column("about", Text),  # which event of the case, where the message tells of one
    _needed("created_at", Moment),
    _needed("due_at", Moment),
    _needed("sent", Integer),  # how often it was delivered: more than once where it is repeated until confirmed
    _needed("tries", Integer),  # in a row without success
    Column("leased_until", Moment),
    Column("done_at", Moment),
    Column("dead_at", Moment),
    Column("last_problem", Text),
    Column("token_id", Text, unique=True),  # of the link by which whoever got it says so: its sha256, as of a session
    Column("sealed", LargeBinary),
)

daily_work = Table(
    "daily_work",
    metadata,
    Column("name", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    _needed("done_at", Moment),
)

reminders = Table(
    "reminders",  # who was told of what on which day: of each thing once a day, whoever sends it
    metadata,
    Column("day", Date, primary_key=True),
    Column("recipient", Text, primary_key=True),  # the number of their account, or "director"
    _case_id(primary_key=True, index=True),
    Column("what", Text, primary_key=True),
    _needed("rung", Text),
    _needed("due_on", Date),
)

# What is still to leave, soonest first; what has left is in no index but its case's.
Index(
    "outbox_waiting",
    outbox.c.due_at,
    outbox.c.id,
    postgresql_where=text("done_at IS NULL"),
    sqlite_where=text("done_at IS NULL"),
)

# About nobody: no case, no day, and nothing that tells in which order the rows came (so no row numbers on SQLite either).
equality_answers = Table(
    "equality_answers",
    metadata,
    Column("id", Text, primary_key=True),  # drawn at random
    _needed("month", Text),  # YYYY-MM
    Column("sex", Text),
    Column("age", Text),
    Column("ethnic_group", Text),
    Column("disability", Text),
    Column("religion", Text),
    Column("orientation", Text),
    sqlite_with_rowid=False,
)

feed_tokens = Table(
    "feed_tokens",
    metadata,
    _id(),
    _needed("name", Text, unique=True),
    _needed("hash", Text, unique=True),  # sha256 of the token, in hex: the token itself is never stored
    _needed("scopes", Codes),
    _needed("created_at", Moment),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)

feed_reads = Table(
    "feed_reads",
    metadata,
    _id(),
    _needed("token_id", Id, ForeignKey("feed_tokens.id")),
    _case_id(index=True),
    _needed("at", Moment),
)


def _partly(name: str, *columns: Column[Any], open: bool = True, also: str = "") -> Index:
    """An index of the open cases (or of the closed): as small as the work in hand, however much is done."""
    # Spelled as queries spell it: SQLite uses such an index only for the very same words.
    on_postgresql, on_sqlite = text(("open" if open else "NOT open") + also), text(f"open = {int(open)}{also}")
    return Index(name, *columns, postgresql_where=on_postgresql, sqlite_where=on_sqlite)


Index("cases_not_indexed", cases.c.id, postgresql_where=text("NOT indexed"), sqlite_where=text("NOT indexed"))
Index("cases_key_name", cases.c.key_name, unique=True)

# The queue's order. Behind it every code that narrows, so that a rare one is sought in here and not in the cases.
_ORDER = (cases.c.rank, cases.c.due_on, cases.c.id)
_NARROWING = (cases.c.matters, cases.c.route, cases.c.procedure, cases.c.complainant, cases.c.handler_id)
_NARROWING_TOO = (cases.c.voice, cases.c.language, cases.c.channel, cases.c.stage, cases.c.service_area, cases.c.team)
_partly("cases_open", *_ORDER, *_NARROWING, *_NARROWING_TOO)
# Spelled out on both sides: neither database would see that a day given later lies before the last of all days.
IS_OWED = text("owed_on < '9999-12-31'")
Index("cases_owed", *_ORDER, cases.c.owed_on, postgresql_where=IS_OWED, sqlite_where=IS_OWED)
IS_WRITTEN = text("wrote_at IS NOT NULL")
Index("cases_written", cases.c.wrote_at, cases.c.id, postgresql_where=IS_WRITTEN, sqlite_where=IS_WRITTEN)
_NOT_WORKED_OUT = text("owed_on IS NULL")
Index("cases_owed_unknown", cases.c.id, postgresql_where=_NOT_WORKED_OUT, sqlite_where=_NOT_WORKED_OUT)
# True of every case, and said by those alone who read open cases by their day: the queue's pages keep to their own order.
BY_DAY = text("reference <> ''")
_partly("cases_open_due", cases.c.due_on, cases.c.id, cases.c.acknowledged_on, also=f" AND {BY_DAY.text}")
_partly("cases_closed_day", cases.c.closed_on, cases.c.id, open=False)
_NO_WAITS = text("waits_for IS NULL")
Index("cases_waits_unknown", cases.c.id, postgresql_where=_NO_WAITS, sqlite_where=_NO_WAITS)
_partly("cases_open_handler", cases.c.handler_id, *_ORDER)
_partly("cases_open_route", cases.c.route, *_ORDER)
_partly("cases_open_procedure", cases.c.procedure, *_ORDER)
_partly("cases_open_complainant", cases.c.complainant, *_ORDER)
# SQLite finds "no handler" in the handler's index, in order; PostgreSQL would find it there and sort.
_partly("cases_open_unassigned", *_ORDER, also=" AND handler_id IS NULL").ddl_if(dialect="postgresql")
_partly("cases_open_stage", cases.c.stage, *_ORDER)
_partly("cases_open_service", cases.c.service_area, *_ORDER)
_partly("cases_open_team", cases.c.team, *_ORDER)
_partly("cases_waiting_person", *_ORDER, *_NARROWING, *_NARROWING_TOO, also=" AND person_asked_on IS NOT NULL")
_partly("cases_waiting_service", *_ORDER, *_NARROWING, *_NARROWING_TOO, also=" AND service_asked_on IS NOT NULL")
_partly("cases_closed", cases.c.id, open=False)
# What is on its way out, and what could be: sought by the day of closing, and listed in the order of their numbers.
Index("cases_keeping", cases.c.keeping, cases.c.closed_on, cases.c.id)
Index("cases_keeping_listed", cases.c.keeping, cases.c.id)
_NOT_SCANNED = text("scanned = 'not_scanned'")
Index("files_not_scanned", files.c.id, postgresql_where=_NOT_SCANNED, sqlite_where=_NOT_SCANNED)
# The order in which cases came, which the feed is read in.
Index("cases_received", cases.c.received_on, cases.c.id)
# Followed up by what is late: the soonest day first, of one owner or of all.
Index("actions_due_listed", actions_due.c.status, actions_due.c.due_on, actions_due.c.case_id, actions_due.c.number)
Index("actions_due_owner", actions_due.c.owner_id, actions_due.c.status, actions_due.c.due_on)
_PUBLISHED = text("published_on IS NOT NULL")
Index("actions_due_published", actions_due.c.published_on, actions_due.c.case_id, postgresql_where=_PUBLISHED, sqlite_where=_PUBLISHED)
Index("remedies_listed", remedies.c.status, remedies.c.due_on, remedies.c.case_id, remedies.c.point)
Index("costs_on_day", costs.c.on_day)

# What reports count by, in the order in which they group: nothing has to be sorted, and no row of a case to be read.
ORDERS: dict[str, tuple[Column[Any], ...]] = {
    "cases_counted": (
        cases.c.received_month, cases.c.purpose, cases.c.route, cases.c.procedure, cases.c.service_area, cases.c.complainant,
        cases.c.channel, cases.c.advocate, cases.c.enquiry_kind, cases.c.quotable, cases.c.voice, cases.c.language,
    ),
    "cases_counted_concerned": (
        cases.c.received_month, cases.c.purpose, cases.c.route, cases.c.procedure, cases.c.services, cases.c.teams,
    ),
    "case_stages_counted_asked": (
        case_stages.c.asked_month, case_stages.c.procedure, case_stages.c.stage, case_stages.c.how, case_stages.c.outcome,
        case_stages.c.area, case_stages.c.own,
    ),
    "case_stages_counted_ended": (
        case_stages.c.ended_month, case_stages.c.procedure, case_stages.c.stage, case_stages.c.own, case_stages.c.how,
        case_stages.c.outcome, case_stages.c.in_time, case_stages.c.extended, case_stages.c.area, case_stages.c.enquiry, case_stages.c.days,
    ),
    "case_stages_counted_concerned": (
        case_stages.c.ended_month, case_stages.c.procedure, case_stages.c.stage, case_stages.c.own, case_stages.c.outcome,
        case_stages.c.services, case_stages.c.teams, case_stages.c.causes,
    ),
}  # fmt: skip
for _name, _columns in ORDERS.items():
    Index(_name, *_columns)
Index("points_counted", points.c.case_id, points.c.matter, points.c.finding)
