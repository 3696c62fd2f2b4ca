"""The closed vocabularies of triage: every code that a fact, a route or a flag may carry."""

from enum import StrEnum


class Complainant(StrEnum):
    """Who is complaining (or, for a representative, who is represented)."""

    CHILD = "child"
    CARE_LEAVER = "care_leaver"
    PARENT = "parent"
    BIRTH_PARENT = "birth_parent"
    STEP_PARENT = "step_parent"
    GRANDPARENT = "grandparent"
    ADULT_SIBLING = "adult_sibling"
    OTHER_RELATIVE = "other_relative"
    KINSHIP_CARER = "kinship_carer"
    CONNECTED_CARER = "connected_carer"
    FOSTER_CARER = "foster_carer"
    FORMER_FOSTER_CARER = "former_foster_carer"
    AGENCY_FOSTER_CARER = "agency_foster_carer"
    PROSPECTIVE_FOSTER_CARER = "prospective_foster_carer"
    SPECIAL_GUARDIAN = "special_guardian"
    SPECIAL_GUARDIAN_APPLICANT = "special_guardian_applicant"
    ADOPTER = "adopter"
    PROSPECTIVE_ADOPTER = "prospective_adopter"
    ADOPTED_PERSON = "adopted_person"
    ADULT_ABOUT_OWN_CHILDHOOD = "adult_about_own_childhood"
    ADVOCATE = "advocate"
    SOLICITOR = "solicitor"
    FRIEND = "friend"
    PROFESSIONAL = "professional"
    PROVIDER = "provider"
    COUNCILLOR = "councillor"
    MP = "mp"
    STAFF = "staff"
    MEMBER_OF_PUBLIC = "member_of_public"
    ANONYMOUS = "anonymous"


class ChildStatus(StrEnum):
    """How children's social care stands to the child it is about."""

    LOOKED_AFTER = "looked_after"
    IN_NEED = "in_need"
    DISABLED_IN_NEED = "disabled_in_need"
    HOMELESS_16_17 = "homeless_16_17"
    UNACCOMPANIED_ASYLUM_SEEKING = "unaccompanied_asylum_seeking"
    CARE_LEAVER = "care_leaver"
    CHILD_PROTECTION_PLAN = "child_protection_plan"
    SECTION_47 = "section_47"
    EMERGENCY_PROTECTION = "emergency_protection"
    ADOPTED = "adopted"
    ADOPTION_PLACEMENT = "adoption_placement"
    SPECIAL_GUARDIANSHIP = "special_guardianship"
    PRIVATE_LAW = "private_law"
    EARLY_HELP = "early_help"
    YOUTH_JUSTICE = "youth_justice"
    PRIVATE_FOSTERING = "private_fostering"
    ASSESSMENT_REFUSED = "assessment_refused"
    CLOSED = "closed"
    NONE = "none"
    UNKNOWN = "unknown"


class Matter(StrEnum):
    """What a point is about."""

    COMMUNICATION = "communication"
    STAFF_CONDUCT = "staff_conduct"
    SUPPORT_NOT_DELIVERED = "support_not_delivered"
    ASSESSMENT_OF_NEED = "assessment_of_need"
    SHORT_BREAKS_DIRECT_PAYMENTS = "short_breaks_direct_payments"
    KINSHIP_SUPPORT = "kinship_support"
    FAILURE_TO_PROTECT = "failure_to_protect"
    RECORDS_WRONG = "records_wrong"
    ADVOCACY_SERVICE = "advocacy_service"
    POLICY_IMPACT_ON_CHILD = "policy_impact_on_child"
    EARLY_HELP = "early_help"
    REFERRAL_REFUSED = "referral_refused"
    PLACEMENT = "placement"
    FAMILY_TIME = "family_time"
    CARE_PLAN = "care_plan"
    CARE_AGREEMENT = "care_agreement"
    EMERGENCY_PROTECTION = "emergency_protection"
    DECISION_TO_GO_TO_COURT = "decision_to_go_to_court"
    AGE_ASSESSMENT = "age_assessment"
    ACCOMMODATION_16_17 = "accommodation_16_17"
    LEAVING_CARE = "leaving_care"
    FOSTER_CARE_SERVICE = "foster_care_service"
    FOSTERING_LIMIT = "fostering_limit"
    CARER_ASSESSMENT = "carer_assessment"
    CARER_APPROVAL = "carer_approval"
    ALLEGATION_PROCESS = "allegation_process"
    ADOPTION_SUPPORT = "adoption_support"
    ADOPTION_RECORDS = "adoption_records"
    SPECIAL_GUARDIANSHIP_SUPPORT = "special_guardianship_support"
    PRIVATE_FOSTERING = "private_fostering"
    SECTION_47_ENQUIRY = "section_47_enquiry"
    CP_CONFERENCE_DECISION = "cp_conference_decision"
    CP_CONFERENCE_PROCESS = "cp_conference_process"
    CP_CONFERENCE_CONDUCT = "cp_conference_conduct"
    CORE_GROUP = "core_group"
    COURT_REPORT = "court_report"
    COURT_EVIDENCE = "court_evidence"
    COURT_DECISION = "court_decision"
    EHC_PLAN_DELAY = "ehc_plan_delay"
    EHC_PLAN_CONTENT = "ehc_plan_content"
    EHC_PLAN_SOCIAL_CARE = "ehc_plan_social_care"
    EDUCATION_MISSED = "education_missed"
    SCHOOL_TRANSPORT = "school_transport"
    SCHOOL_ADMISSION = "school_admission"
    ADMISSIONS_SERVICE = "admissions_service"
    SCHOOL_MATTER = "school_matter"
    CONFIDENTIALITY = "confidentiality"
    ACCESS_TO_RECORDS = "access_to_records"
    FREEDOM_OF_INFORMATION = "freedom_of_information"
    ADULT_SOCIAL_CARE = "adult_social_care"
    HOUSING = "housing"
    IMMIGRATION_DECISION = "immigration_decision"
    ANOTHER_BODYS_SERVICE = "another_bodys_service"
    PROFESSIONAL_REGISTRATION = "professional_registration"
    COUNCILLOR_CONDUCT = "councillor_conduct"
    EMPLOYMENT = "employment"
    PROVIDER_PAYMENT = "provider_payment"
    INJURY_OR_DAMAGE_CLAIM = "injury_or_damage_claim"
    POLICY = "policy"
    NUISANCE = "nuisance"
    YOUTH_JUSTICE = "youth_justice"
    COMPLAINT_HANDLING = "complaint_handling"
    COMPLAINT_PROGRESS = "complaint_progress"
    WITHDRAWAL = "withdrawal"
    PRAISE = "praise"
    QUESTION = "question"
    REQUEST_FOR_HELP = "request_for_help"
    HARM_TO_CHILD = "harm_to_child"


class Service(StrEnum):
    """Whose act it was."""

    COUNCIL = "council"
    COMMISSIONED_PROVIDER = "commissioned_provider"
    FOSTERING_AGENCY = "fostering_agency"
    REGIONAL_ADOPTION_AGENCY = "regional_adoption_agency"
    SCHOOL = "school"
    NHS = "nhs"
    POLICE = "police"
    CAFCASS = "cafcass"
    OTHER_COUNCIL = "other_council"
    GOVERNMENT_DEPARTMENT = "government_department"


class ActingFor(StrEnum):
    """In their own right, or as another person's representative."""

    SELF = "self"
    ANOTHER = "another"


class Authority(StrEnum):
    """What the person represented, or the holder of parental responsibility, has said."""

    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"
    TOO_YOUNG = "too_young"
    LACKS_UNDERSTANDING = "lacks_understanding"


class Proceedings(StrEnum):
    """Proceedings about the same events."""

    NONE = "none"
    CARE_INTENDED = "care_intended"
    CARE = "care"
    PRIVATE_LAW = "private_law"
    CRIMINAL = "criminal"
    DISCIPLINARY = "disciplinary"
    JUDICIAL_REVIEW = "judicial_review"
    TRIBUNAL = "tribunal"
    CONCLUDED = "concluded"


class Stage(StrEnum):
    """How far a complaint about this has already come."""

    NONE = "none"
    STAGE1_OPEN = "stage1_open"
    STAGE1_OVERDUE = "stage1_overdue"
    STAGE1_ANSWERED = "stage1_answered"
    STAGE2_ANSWERED = "stage2_answered"
    STAGE3_ANSWERED = "stage3_answered"
    PAUSED_FOR_PROCEEDINGS = "paused_for_proceedings"


class Procedure(StrEnum):
    """The procedure a complaint has gone through so far."""

    STATUTORY = "statutory"
    CORPORATE = "corporate"


class Route(StrEnum):
    """Where a point, or the whole, goes; in the order in which one displaces the next."""

    SAFEGUARDING_URGENT = "safeguarding_urgent"
    ANONYMOUS = "anonymous"
    MEMBER_ENQUIRY = "member_enquiry"
    SUSPENDED_CONCURRENT = "suspended_concurrent"
    NEEDS_CONSENT = "needs_consent"
    SUFFICIENT_INTEREST_DECISION = "sufficient_interest_decision"
    TOO_OLD_DISCRETION = "too_old_discretion"
    MIXED = "mixed"
    STATUTORY = "statutory"
    CORPORATE = "corporate"
    ADULT_STATUTORY = "adult_statutory"
    LGSCO = "lgsco"
    OTHER_AUTHORITY = "other_authority"
    SCHOOL = "school"
    OTHER_BODY = "other_body"
    CP_CONFERENCE_APPEAL = "cp_conference_appeal"
    COURT = "court"
    SEND_TRIBUNAL = "send_tribunal"
    ADMISSION_APPEAL = "admission_appeal"
    IRM = "irm"
    DATA_PROTECTION = "data_protection"
    STAFF_GRIEVANCE = "staff_grievance"
    INSURANCE_CLAIM = "insurance_claim"
    PROFESSIONAL_ESCALATION = "professional_escalation"
    WHISTLEBLOWING = "whistleblowing"
    SERVICE_REQUEST = "service_request"
    COMPLIMENT = "compliment"


class Flag(StrEnum):
    """What the officer or the portal should also do."""

    OFFER_ADVOCATE = "offer_advocate"
    SAFETY_CHECK = "safety_check"
    IMMEDIATE_HANDOFF = "immediate_handoff"
    URGENT_SAME_DAY_CHECK = "urgent_same_day_check"
    QUICK_RESOLUTION = "quick_resolution"
    CHILD_FRIENDLY_PATHWAY = "child_friendly_pathway"
    MINIMAL_DATA = "minimal_data"
    DO_NOT_CONTACT_PARENT = "do_not_contact_parent"
    DO_NOT_PROBE = "do_not_probe"
    SEEK_CHILD_VIEWS = "seek_child_views"
    INTERPRETER = "interpreter"
    REASONABLE_ADJUSTMENTS = "reasonable_adjustments"
    PHONE_ROUTE = "phone_route"
    RECORD_AUTHORITY = "record_authority"
    INFORMATION_SHARING_CHECK = "information_sharing_check"
    ASK_WHY_LATE = "ask_why_late"
    ASK_ABOUT_PROCEEDINGS = "ask_about_proceedings"
    PREJUDICE_TEST = "prejudice_test"
    RESUBMISSION_NOTICE = "resubmission_notice"
    CHECK_RESUBMISSION_WINDOW = "check_resubmission_window"
    FREEZE_DECISION_CHECK = "freeze_decision_check"
    ALERT_IRO = "alert_iro"
    LADO = "lado"
    BREACH_REPORT = "breach_report"
    SINGLE_RESPONSE_OFFER = "single_response_offer"
    MULTI_BODY = "multi_body"
    FORWARD_WITH_CONSENT = "forward_with_consent"
    LEGAL_ADVICE_SIGNPOST = "legal_advice_signpost"
    THERAPEUTIC_SIGNPOST = "therapeutic_signpost"
    HOUSING_REVIEW_RIGHT = "housing_review_right"
    CONFERENCE_WINDOW_CHECK = "conference_window_check"
    DEADLINE_28_CALENDAR_DAYS = "deadline_28_calendar_days"
    DEADLINE_40_WORKING_DAYS = "deadline_40_working_days"
    TRIBUNAL_DEADLINE = "tribunal_deadline"
    TELL_ABOUT_HOME_PROCEDURE_AND_OFSTED = "tell_about_home_procedure_and_ofsted"
    WRITTEN_REASONS_IF_REFUSED = "written_reasons_if_refused"
    STAGE2_RIGHT = "stage2_right"
    STAGE3_RIGHT = "stage3_right"
    LGSCO_NOTICE = "lgsco_notice"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"
    QUICK_EXIT = "quick_exit"


def _from(first: Matter, last: Matter) -> tuple[Matter, ...]:
    order = list(Matter)
    return tuple(order[order.index(first) : order.index(last) + 1])


# The matters in the groups they are asked in: each group names where it begins and ends in the
# list above, whose order is theirs.
MATTER_GROUPS: dict[str, tuple[Matter, ...]] = {
    "social_work_support": _from(Matter.COMMUNICATION, Matter.REFERRAL_REFUSED),
    "children_in_care": _from(Matter.PLACEMENT, Matter.LEAVING_CARE),
    "carers": _from(Matter.FOSTER_CARE_SERVICE, Matter.PRIVATE_FOSTERING),
    "child_protection": _from(Matter.SECTION_47_ENQUIRY, Matter.CORE_GROUP),
    "court": _from(Matter.COURT_REPORT, Matter.COURT_DECISION),
    "education": _from(Matter.EHC_PLAN_DELAY, Matter.SCHOOL_MATTER),
    "information": _from(Matter.CONFIDENTIALITY, Matter.FREEDOM_OF_INFORMATION),
    "elsewhere": _from(Matter.ADULT_SOCIAL_CARE, Matter.YOUTH_JUSTICE),
    "about_complaint": _from(Matter.COMPLAINT_HANDLING, Matter.WITHDRAWAL),
    "not_complaints": _from(Matter.PRAISE, Matter.HARM_TO_CHILD),
}
