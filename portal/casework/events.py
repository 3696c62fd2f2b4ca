"""The closed list of things that can have happened to a case, each in the past tense."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Happened(StrEnum):
    """The kind of an event. History is only ever added to; nothing here is undone, only followed."""

    SUBMITTED = "submitted"
    DANGER_REPORTED = "danger_reported"
    JOINED = "joined"
    READ = "read"
    FILES_ADDED = "files_added"
    FILE_OPENED = "file_opened"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    FRONT_DOOR_TOLD = "front_door_told"
    ROUTE_CONFIRMED = "route_confirmed"
    ROUTE_CHANGED = "route_changed"
    FACTS_FILLED_IN = "facts_filled_in"
    ACKNOWLEDGED = "acknowledged"
    EXTENDED = "extended"
    ADVOCATE_REFERRED = "advocate_referred"
    ADVOCATE_ACCEPTED = "advocate_accepted"
    ADVOCATE_DECLINED = "advocate_declined"
    RIGHT_OFFERED = "right_offered"
    STAGE_2_REQUESTED = "stage_2_requested"
    APPOINTED = "appointed"
    STATEMENT_AGREED = "statement_agreed"
    STAGE_2_EXTENDED = "stage_2_extended"
    STAGE_2_REPORTED = "stage_2_reported"
    ADJUDICATED = "adjudicated"
    STAGE_3_REQUESTED = "stage_3_requested"
    PANEL_APPOINTED = "panel_appointed"
    PANEL_REPORTED = "panel_reported"
    STAGE_3_ANSWERED = "stage_3_answered"
    REQUEST_WITHDRAWN = "request_withdrawn"
    RESOLVED_OTHERWISE = "resolved_otherwise"
    PAUSED = "paused"
    RESUMED = "resumed"
    OMBUDSMAN_ASKED = "ombudsman_asked"
    OMBUDSMAN_ANSWERED = "ombudsman_answered"
    OMBUDSMAN_DECIDED = "ombudsman_decided"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXPORTED = "exported"
    HELD = "held"
    HOLD_RELEASED = "hold_released"
    RUN_OUT = "run_out"
    ERASURE_PROPOSED = "erasure_proposed"
    ERASURE_DROPPED = "erasure_dropped"
    ERASED = "erased"
    REPRESENTATIVE_ENDED = "representative_ended"
    LOOKED_LIKE_JUNK = "looked_like_junk"
    FOUND_REAL = "found_real"
    MESSAGE_SENT_AGAIN = "message_sent_again"
    POINT_ANSWERED = "point_answered"
    ANSWER_CHECKED = "answer_checked"
    ANSWERED = "answered"
    CONFLICT_NAMED = "conflict_named"
    LETTER_SENT = "letter_sent"
    LETTER_TAKEN = "letter_taken"
    ADVOCATE_CONSENT = "advocate_consent"
    SERVICE_CHOSEN = "service_chosen"
    ASKED_SERVICE = "asked_service"
    SERVICE_ANSWERED = "service_answered"
    CONTACT_NOTED = "contact_noted"
    MEETING_NOTED = "meeting_noted"
    WROTE_TO_PERSON = "wrote_to_person"
    ASKED_PERSON = "asked_person"
    PERSON_WROTE = "person_wrote"
    MESSAGES_READ = "messages_read"
    WAITING_ENDED = "waiting_ended"
    CONTACT_RULES_SET = "contact_rules_set"
    CONTACT_RULE_OVERRIDDEN = "contact_rule_overridden"
    POINTS_SPLIT = "points_split"
    OWN_STAGE_REQUESTED = "own_stage_requested"
    OWN_STAGE_ANSWERED = "own_stage_answered"
    OWN_STAGE_WITHDRAWN = "own_stage_withdrawn"
    STAGE_REFUSED = "stage_refused"
    ENQUIRY_ANSWERED = "enquiry_answered"
    ENQUIRY_BECAME_COMPLAINT = "enquiry_became_complaint"
    POINT_CLASSIFIED = "point_classified"
    LEARNING_SET = "learning_set"
    LEARNING_CHANGED = "learning_changed"
    LEARNING_DONE = "learning_done"
    LEARNING_GIVEN_UP = "learning_given_up"
    LEARNING_NOT_NEEDED = "learning_not_needed"
    LEARNING_PUBLISHED = "learning_published"
    LEARNING_UNPUBLISHED = "learning_unpublished"
    REMEDY_DONE = "remedy_done"
    REMEDY_GIVEN_UP = "remedy_given_up"
    COST_NOTED = "cost_noted"
    COST_TAKEN_BACK = "cost_taken_back"
    LET_IN = "let_in"
    TAKEN_OUT = "taken_out"
    SERVICE_SAID = "service_said"
    DOCUMENT_ADDED = "document_added"
    DOCUMENT_TAKEN_BACK = "document_taken_back"


class Actor(StrEnum):
    """Who made it happen."""

    COMPLAINANT = "complainant"
    STAFF = "staff"
    PORTAL = "portal"
    FRONT_DOOR = "front_door"


class Event(Protocol):
    """What folding needs of an event, wherever it is kept; `detail` holds codes and dates only."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def staff_id(self) -> int | None: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...
