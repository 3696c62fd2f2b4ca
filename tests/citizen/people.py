"""The people of these tests, and what each of them answers; months as they are kept."""

from typing import Any

Answers = dict[str, Any]

PARENT: Answers = {
    "complainant": "parent", "risk_now": "no", "acting_for": "self", "parental_responsibility": "yes", "child_status": ["in_need"],
    "matter_group": ["social_work_support", "education"], "matters": ["staff_conduct", "ehc_plan_delay"],
    "about_child": "yes", "service": "council", "months_since": "2026-09", "proceedings": ["concluded"],
    "months_since_proceedings_ended": "2026-10",
    "points": [
        {"what_happened": "The worker shouted at us & left.", "put_right": "An apology."},
        {"what_happened": "The plan is <b>late</b>.", "put_right": ""},
    ],
    "change_soon": "no", "stage_so_far": "stage1_answered", "procedure_so_far": "corporate",
    "help_wanted": ["interpreter", "adjustments"], "interpreter_language": "Sylheti", "adjustments": "Large print",
    "name": "Ada Example", "child_name": "Bo Example",
    "contact_way": ["email", "phone", "letter", "through_someone"], "email": "ada@example.org", "phone": "01632 960 123",
    "address": "1 High Street\nExampleton", "trusted_person": "My sister Cleo, 01632 960 124",
    "safe_contact": "After six", "not_tell": "My landlord",
}  # fmt: skip

CHILD: Answers = {
    "name": "Kit", "risk_now": "no", "child_status": ["looked_after"], "matters": ["placement", "communication"],
    "points": [{"what_happened": "They move me again", "put_right": "I want to stay"}, {"what_happened": "No one rings"}],
    "change_soon": "yes", "stage_so_far": "none", "help_wanted": ["advocate", "interpreter", "adjustments"],
    "interpreter_language": "Polish", "adjustments": "Big letters",
    "contact_way": ["comeback", "email", "text", "letter", "through_someone"],
    "email": "kit@example.org", "phone": "01632 960 125", "address": "Home", "trusted_person": "Miss Dee at school",
    "safe_contact": "After school", "not_tell": "My carer", "age_band": "8_to_11", "find_me": "Kit Example",
}  # fmt: skip

ADVOCATE: Answers = PARENT | {
    "complainant": "advocate", "represents": "child", "advocate_organisation": "Voices", "instructed": "instructed",
    "instructed_by": "The young person", "authority": "given", "child_words": "I want to stay here.",
    "child_contact": "By text after four", "consent_speak": "yes", "consent_records": "no", "consent_share": "dont_know",
}  # fmt: skip
for _not_asked in ("parental_responsibility", "acting_for"):
    ADVOCATE.pop(_not_asked)

THANKS: Answers = {"complainant": "parent", "thanks": "Dee, who always rang back.", "publish": "yes", "name": "Ada"}

QUESTION: Answers = {
    "complainant": "grandparent", "risk_now": "dont_know", "message_kind": "question", "message": "Who may visit?",
    "name": "", "contact_way": ["comeback"],
}  # fmt: skip

ANONYMOUS: Answers = {
    "complainant": "anonymous", "risk_now": "no", "child_status": ["unknown"], "matter_group": ["dont_know"],
    "service": "dont_know", "months_since": "dont_know", "proceedings": ["dont_know"],
    "points": [{"what_happened": "A child cries all night."}], "change_soon": "dont_know", "stage_so_far": "none",
}  # fmt: skip

COUNCILLOR: Answers = {
    "complainant": "councillor", "risk_now": "no", "wants_formal_complaint": "no", "represents": "parent",
    "child_status": ["in_need"], "matter_group": ["social_work_support"], "matters": ["communication"],
    "about_child": "dont_know", "service": "council", "months_since": "2026-11", "proceedings": ["none"],
    "points": [{"what_happened": "Nobody rings my resident back."}], "change_soon": "no", "stage_so_far": "none",
    "help_wanted": ["none"], "name": "Councillor Example", "child_name": "", "contact_way": ["email"],
    "email": "cllr@example.org", "safe_contact": "", "not_tell": "",
}  # fmt: skip


def kept(answers: Answers, purpose: str = "complaint") -> Answers:
    """The answers as a draft keeps them."""
    written = {"purpose": purpose, **answers}
    if "points" in answers:
        matters = [code for code in answers.get("matters", []) if code not in {"something_else", "dont_know"}] or [""]
        written["points"] = [
            {"matter": matter, "what_happened": "", "put_right": "", **point, "added": False, "answered": True}
            for matter, point in zip(matters, answers["points"], strict=True)
        ]
    return written


CHILD_KEPT = kept({"complainant": "child", **CHILD})
WHO: dict[str, Answers] = {"parent": kept(PARENT), "child": CHILD_KEPT, "advocate": kept(ADVOCATE)}
