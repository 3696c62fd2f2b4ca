"""What officers call the codes of the law: short labels for tables, forms and filters. Data, in English only."""

from collections.abc import Mapping
from typing import Any

COMPLAINANT = {
    "child": "Child",
    "care_leaver": "Care leaver",
    "parent": "Parent",
    "birth_parent": "Birth parent",
    "step_parent": "Step-parent",
    "grandparent": "Grandparent",
    "adult_sibling": "Adult brother or sister",
    "other_relative": "Other relative",
    "kinship_carer": "Kinship carer",
    "connected_carer": "Connected person carer",
    "foster_carer": "Foster carer",
    "former_foster_carer": "Former foster carer",
    "agency_foster_carer": "Agency foster carer",
    "prospective_foster_carer": "Prospective foster carer",
    "special_guardian": "Special guardian",
    "special_guardian_applicant": "Applicant for special guardianship",
    "adopter": "Adopter",
    "prospective_adopter": "Prospective adopter",
    "adopted_person": "Adopted person",
    "adult_about_own_childhood": "Adult, about their own childhood",
    "advocate": "Advocate",
    "solicitor": "Solicitor",
    "friend": "Friend",
    "professional": "Professional",
    "provider": "Provider",
    "councillor": "Councillor",
    "mp": "MP",
    "staff": "Member of staff",
    "member_of_public": "Member of the public",
    "anonymous": "Anonymous",
}

CHILD_STATUS = {
    "looked_after": "child in care",
    "in_need": "child in need",
    "disabled_in_need": "disabled child in need",
    "homeless_16_17": "homeless at 16 or 17",
    "unaccompanied_asylum_seeking": "unaccompanied, seeking asylum",
    "care_leaver": "care leaver",
    "child_protection_plan": "child protection plan",
    "section_47": "section 47 enquiry",
    "emergency_protection": "emergency protection",
    "adopted": "adopted",
    "adoption_placement": "placed for adoption",
    "special_guardianship": "special guardianship",
    "private_law": "private law case between parents",
    "early_help": "early help",
    "youth_justice": "youth justice",
    "private_fostering": "private fostering",
    "assessment_refused": "asked for an assessment, not assessed",
    "closed": "case closed",
    "none": "no social care",
    "unknown": "not known to the person",
}

MATTER = {
    "communication": "Communication",
    "staff_conduct": "How staff behaved",
    "support_not_delivered": "Support not delivered",
    "assessment_of_need": "Assessment of need",
    "short_breaks_direct_payments": "Short breaks, direct payments",
    "kinship_support": "Support for kinship care",
    "failure_to_protect": "Failure to protect",
    "records_wrong": "Records wrong",
    "advocacy_service": "Advocacy",
    "policy_impact_on_child": "What a policy did to a child",
    "early_help": "Early help",
    "referral_refused": "Referral refused",
    "placement": "Where the child lives",
    "family_time": "Family time",
    "care_plan": "Care plan",
    "care_agreement": "Agreement to care (section 20)",
    "emergency_protection": "Emergency protection",
    "decision_to_go_to_court": "Decision to go to court",
    "age_assessment": "Age assessment",
    "accommodation_16_17": "Somewhere to live at 16 or 17",
    "leaving_care": "Leaving care",
    "foster_care_service": "Fostering service",
    "fostering_limit": "Fostering limit",
    "carer_assessment": "Assessment of a carer",
    "carer_approval": "Approval of a carer",
    "allegation_process": "How an allegation was handled",
    "adoption_support": "Adoption support",
    "adoption_records": "Adoption records",
    "special_guardianship_support": "Special guardianship support",
    "private_fostering": "Private fostering",
    "section_47_enquiry": "Section 47 enquiry",
    "cp_conference_decision": "Conference: the decision",
    "cp_conference_process": "Conference: how it was run",
    "cp_conference_conduct": "Conference: how people behaved",
    "core_group": "Core group",
    "court_report": "Report to the court (section 7 or 37)",
    "court_evidence": "Evidence given to the court",
    "court_decision": "Decision of the court",
    "ehc_plan_delay": "EHC plan late",
    "ehc_plan_content": "What the EHC plan says",
    "ehc_plan_social_care": "Social care in the EHC plan",
    "education_missed": "Education missed",
    "school_transport": "School transport",
    "school_admission": "School admission decision",
    "admissions_service": "Admissions service",
    "school_matter": "Something at school",
    "confidentiality": "Confidentiality",
    "access_to_records": "Access to records",
    "freedom_of_information": "Freedom of information",
    "adult_social_care": "Adult social care",
    "housing": "Housing",
    "immigration_decision": "Immigration decision",
    "another_bodys_service": "Another body's service",
    "professional_registration": "Professional registration",
    "councillor_conduct": "How a councillor behaved",
    "employment": "Employment",
    "provider_payment": "Payment of a provider",
    "injury_or_damage_claim": "Claim for injury or damage",
    "policy": "A policy as such",
    "nuisance": "Nuisance",
    "youth_justice": "Youth justice",
    "complaint_handling": "How a complaint was handled",
    "complaint_progress": "Next step of a complaint",
    "withdrawal": "Withdrawal",
    "praise": "Praise",
    "question": "Question",
    "request_for_help": "Request for help",
    "harm_to_child": "Harm to a child",
}

ROUTE = {
    "statutory": "Children's statutory procedure",
    "corporate": "Corporate complaints procedure",
    "mixed": "Several procedures, one response",
    "safeguarding_urgent": "Safeguarding first",
    "sufficient_interest_decision": "You decide: sufficient interest",
    "needs_consent": "Ask for consent first",
    "too_old_discretion": "You decide: over a year old",
    "suspended_concurrent": "You decide: proceedings running",
    "anonymous": "Anonymous: look into it",
    "compliment": "Thank you",
    "service_request": "Question or request",
    "member_enquiry": "Member's enquiry",
    "cp_conference_appeal": "Child protection conference appeal",
    "court": "The court",
    "send_tribunal": "SEND tribunal",
    "admission_appeal": "Admission appeal",
    "irm": "Independent Review Mechanism",
    "data_protection": "Information team",
    "adult_statutory": "Adult social care's procedure",
    "school": "The school's own procedure",
    "other_authority": "Another council",
    "other_body": "Another public body",
    "lgsco": "The Ombudsman",
    "staff_grievance": "Staff grievance",
    "insurance_claim": "Insurance claim",
    "professional_escalation": "Escalation between agencies",
    "whistleblowing": "Whistleblowing",
}

PROCEDURE = {"statutory": "Statutory", "corporate": "Corporate"}

PURPOSE = {"complaint": "Complaint", "compliment": "Thank you", "idea_or_question": "Idea or question", "enquiry": "Enquiry", "query": "Solved at once"}

CHANNEL: Mapping[str, str] = {
    "portal": "Online", "telephone": "Telephone", "letter": "Letter", "visit": "Visit", "email": "E-mail", "staff": "Through a member of staff",
}  # fmt: skip

SHARED: Mapping[str, str] = {"email": "e-mail address", "phone": "telephone number", "name": "full name"}

VOICE: Mapping[str, str] = {"adult": "Adult’s", "child": "Child’s"}

FACTS = {
    "complainant": "Who is complaining",
    "represents": "Whom they act for",
    "parental_responsibility": "Do they have parental responsibility?",
    "age": "Age of the person who complains, in years",
    "child_status": "The child's situation",
    "acting_for": "Do they act for themselves?",
    "authority": "What has the person they act for said?",
    "about_child": "Is it about a child?",
    "wants_formal_complaint": "Does the resident want a formal complaint?",
    "matters": "What it is about",
    "service": "Whose act was it?",
    "months_since": "Whole months since it happened",
    "change_soon": "Is something about to change because of the decision?",
    "proceedings": "Proceedings about the same events",
    "months_since_proceedings_ended": "Whole months since the proceedings ended",
    "stage_so_far": "How far has this complaint come?",
    "procedure_so_far": "Under which procedure so far?",
    "risk_now": "May someone be in danger now?",
}

SERVICE = {
    "council": "This council",
    "commissioned_provider": "A provider working for the council",
    "fostering_agency": "A fostering agency",
    "regional_adoption_agency": "The regional adoption agency",
    "school": "A school",
    "nhs": "The NHS",
    "police": "The police",
    "cafcass": "Cafcass",
    "other_council": "Another council",
    "government_department": "A government department",
}

AUTHORITY = {
    "not_needed": "No agreement is needed",
    "given": "They agree",
    "not_asked": "They have not been asked",
    "refused": "They do not agree",
    "too_young": "They are too young to say",
    "lacks_understanding": "They cannot understand enough to say",
}

PROCEEDINGS = {
    "none": "None",
    "care_intended": "Care proceedings are intended",
    "care": "Care proceedings",
    "private_law": "A case between parents",
    "criminal": "Criminal proceedings or a police investigation",
    "disciplinary": "Disciplinary proceedings",
    "judicial_review": "Judicial review, or a letter before claim",
    "tribunal": "A tribunal",
    "concluded": "They are over",
}

STAGE = {
    "none": "It is new",
    "stage1_open": "Stage 1 is running",
    "stage1_overdue": "Stage 1 is overdue",
    "stage1_answered": "Stage 1 was answered",
    "stage2_answered": "Stage 2 was answered",
    "stage3_answered": "Stage 3 was answered",
    "paused_for_proceedings": "It was paused for proceedings",
}

CODES: dict[str, Mapping[str, str]] = {
    "complainant": COMPLAINANT,
    "represents": COMPLAINANT,
    "child_status": CHILD_STATUS,
    "matters": MATTER,
    "service": SERVICE,
    "parental_responsibility": {"yes": "Yes", "no": "No"},
    "acting_for": {"self": "For themselves", "another": "For somebody else"},
    "authority": AUTHORITY,
    "proceedings": PROCEEDINGS,
    "stage_so_far": STAGE,
    "procedure_so_far": {"statutory": "The statutory procedure", "corporate": "The corporate procedure"},
}

JUNK = {
    "hidden_field": "a field was filled in that nobody can see",
    "too_quick": "it was sent quicker than its pages can be read",
    "many_from_one_place": "many were sent from the same place within an hour",
    "same_words": "nearly the same words were sent several times within a day",
}

GROUNDS = {
    "complex": "It is complex",
    "advocate": "An advocate is being found",
}

OUTCOME = {
    "upheld": "Upheld",
    "partly_upheld": "Partly upheld",
    "not_upheld": "Not upheld",
    "no_finding": "No finding",
    "resolved_on_receipt": "Resolved on receipt",
    "withdrawn": "Withdrawn",
    "other_procedure": "Another procedure",
    "answered": "Answered or passed on: there was nothing to find",
}

ERASURE_GROUNDS = {
    "request": "The person asked for it, and the law gives them that right",
    "retention": "The time for keeping it is over",
    "mistake": "It was sent or kept by mistake",
}

ADVOCATE_STEPS = {
    "sent": "The referral was sent",
    "accepted": "An advocate was appointed",
    "turned_away": "The advocacy service cannot take it on",
    "declined": "The person does not want one after all",
}

WAYS = {
    "letter": "By letter",
    "email": "By e-mail",
    "phone": "On the telephone",
    "meeting": "At a meeting or visit",
}

OFFERED_BY = WAYS | {"letter": "by letter", "email": "by e-mail", "phone": "on the telephone", "meeting": "at a meeting", "portal": "in the questions"}

MESSAGE = {
    "letter_ready": "To the person: there is a letter",
    "new_case": "To the team: a new case",
    "safeguarding": "To the front door: somebody may be in danger",
    "advocacy": "To the advocates: somebody asked for one",
    "advocacy_withdrawn": "To the advocates: somebody does not want one after all",
    "case_changed": "To the case system: a case changed",
    "digest": "To the team: the day in numbers",
    "reminders": "To one of us: what is due",
    "quarter": "To one of us: a quarter is over",
}

PROBLEM = {
    "unreadable": "No key here opens it",
    "no_address": "The profile has no address for it",
    "not_set_up": "The way out is not set up",
    "not_encrypted": "The mail server offers no encryption",
    "certificate_not_right": "The certificate of the other side is not right",
    "no_answer_in_time": "No answer in time",
    "no_such_server": "The name of the server is not known",
    "no_connection": "No connection",
    "mail_fault": "The mail server broke off",
    "notify_not_understood": "GOV.UK Notify was not understood",
}

_SAID = {
    "address_refused_": "The mail server refuses the address",
    "server_said_": "The mail server refused",
    "notify_said_": "GOV.UK Notify refused",
    "system_said_": "The case system refused",
    "fault_": "A fault of ours",
}

FLAG = {
    "offer_advocate": "Offer an advocate",
    "safety_check": "Check that the child is safe",
    "immediate_handoff": "Tell the front door at once",
    "urgent_same_day_check": "Look at it today",
    "quick_resolution": "See whether it can be put right at once",
    "child_friendly_pathway": "Answer in the child’s voice",
    "minimal_data": "Ask for no more than is needed",
    "do_not_contact_parent": "Do not contact a parent",
    "do_not_probe": "Do not ask for details of harm",
    "seek_child_views": "Ask what the child wants",
    "interpreter": "Arrange an interpreter",
    "reasonable_adjustments": "Make reasonable adjustments",
    "phone_route": "Offer the telephone",
    "record_authority": "Keep a record of the agreement to speak for them",
    "information_sharing_check": "Check what may be shared, and with whom",
    "ask_why_late": "Ask why it could not be told sooner",
    "ask_about_proceedings": "Ask about proceedings",
    "prejudice_test": "Decide which parts the proceedings would prejudice, and no others",
    "resubmission_notice": "Tell them that they can send it again within a year",
    "check_resubmission_window": "Check the year for sending it again",
    "freeze_decision_check": "Ask whether the change can wait until it was looked at",
    "alert_iro": "Tell the independent reviewing officer",
    "lado": "Tell the designated officer for allegations (LADO)",
    "breach_report": "Report the breach of personal information",
    "single_response_offer": "Offer one answer to all points",
    "multi_body": "Agree who leads where several bodies answer",
    "forward_with_consent": "Send it on, with their agreement",
    "legal_advice_signpost": "Point to legal advice",
    "therapeutic_signpost": "Point to someone to talk to",
    "housing_review_right": "Tell them of the right to a housing review",
    "conference_window_check": "Check the partnership’s time limit",
    "deadline_28_calendar_days": "28 calendar days to the Independent Review Mechanism",
    "deadline_40_working_days": "40 working days to the Independent Review Mechanism",
    "tribunal_deadline": "Tell them of the tribunal’s time limit",
    "tell_about_home_procedure_and_ofsted": "Tell them of the home’s own procedure, and Ofsted",
    "written_reasons_if_refused": "Give written reasons if it is refused",
    "stage2_right": "They may have stage 2",
    "stage3_right": "They may have stage 3",
    "lgsco_notice": "Give the Ombudsman’s details",
    "confirm_withdrawal": "Confirm that they withdraw, in writing",
    "quick_exit": "Mind who else may see the screen",
}

TRUTH = {True: "Yes", False: "No"}


def problem_label(code: str) -> str:
    """Why a message did not leave, with the number or kind of the answer."""
    known = PROBLEM.get(code)
    begun = next((said for said in _SAID if code.startswith(said)), None)
    return known or (f"{_SAID[begun]}: {code.removeprefix(begun)}" if begun else code)


def route_label(code: str | None) -> str:
    """What officers call a route."""
    return ROUTE.get(code or "", code or "Not decided")


def fact_value(key: str, value: object) -> str:
    """A fact's value in words: codes by their labels, truth as yes or no, anything else as it is."""
    if isinstance(value, bool):
        return TRUTH[value]
    if isinstance(value, list | tuple):
        return ", ".join(fact_value(key, each) for each in value)
    return CODES.get(key, {}).get(str(value), str(value))


def facts_told(facts: Mapping[str, Any]) -> str:
    """Some facts in one line, each by its label."""
    return "; ".join(f"{FACTS.get(key, key)}: {fact_value(key, value)}" for key, value in facts.items())

FILE_KIND: Mapping[str, str] = {
    "pdf": "PDF", "docx": "Word document", "odt": "OpenDocument text", "txt": "Plain text", "jpg": "Picture, JPEG", "png": "Picture, PNG",
    "mp3": "Recording, MP3", "m4a": "Recording, M4A", "ogg": "Recording, Ogg", "wav": "Recording, WAV", "webm": "Recording, WebM",
    "flac": "Recording, FLAC", "amr": "Recording, AMR",
}  # fmt: skip

ROLE = {
    "officer": "Officer",
    "service_manager": "Service manager",
    "investigator": "Investigator",
    "independent_person": "Independent person",
    "panel_member": "Panel member",
    "safeguarding": "Safeguarding",
    "manager": "Manager",
    "auditor": "Auditor",
    "administrator": "Administrator",
}
