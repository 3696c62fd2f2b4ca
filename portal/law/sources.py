"""What the rules cite, by the short form they cite it in, and whether it was read at its source."""

from dataclasses import dataclass
from datetime import date

# Read in November 2026; the day was not kept.
READ = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """One paragraph of law, guidance or decision, and where it can be checked.

    `checked_on`: when it was read, there or where it is quoted. `to_check`: known, but not read;
    a council's lawyer looks at these first.
    """

    title: str
    where: str
    checked_on: date | None = READ
    to_check: bool = False


def _known(title: str, where: str) -> Source:
    return Source(title, where, checked_on=None, to_check=True)


LEGISLATION = "https://www.legislation.gov.uk/"
ACT = LEGISLATION + "ukpga/1989/41/"
REGULATIONS = LEGISLATION + "uksi/2006/1738"
OMBUDSMAN = "https://www.lgo.org.uk/"
CODE = OMBUDSMAN + "complaint-handling-code"
GUIDANCE = "Getting the Best from Complaints, DfES 2006"


def _regulation(number: int, about: str, to_check: bool = False) -> Source:
    title = f"Children Act 1989 Representations Procedure (England) Regulations 2006, regulation {number}: {about}"
    where = f"{REGULATIONS}/regulation/{number}"
    return _known(title, where) if to_check else Source(title, where)


_CHILDREN_ACT = {
    "CA 1989 Part 3": _known("Children Act 1989, Part 3: support for children and families", ACT + "part/III"),
    "CA 1989 s17": _known("Children Act 1989, section 17: children in need", ACT + "section/17"),
    "CA 1989 s20": _known("Children Act 1989, section 20: accommodation", ACT + "section/20"),
    "CA 1989 s22": _known("Children Act 1989, sections 22 to 22G: looked after children", ACT + "section/22"),
    "CA 1989 s24D": Source("Children Act 1989, section 24D: representations by care leavers", ACT + "section/24D"),
    "CA 1989 s26(3)": Source("Children Act 1989, section 26(3): who may make representations", ACT + "section/26"),
    "CA 1989 s26(3B)": Source("Children Act 1989, section 26(3B): adoption", ACT + "section/26"),
    "CA 1989 s26(3C)": Source("Children Act 1989, section 26(3C): special guardianship", ACT + "section/26"),
    "CA 1989 s26A": Source("Children Act 1989, section 26A: advocacy", ACT + "section/26A"),
    "CA 1989 s47": _known("Children Act 1989, section 47: duty to investigate", ACT + "section/47"),
    "CA 1989 s66": _known("Children Act 1989, sections 66 to 70: private fostering", ACT + "section/66"),
    "CA 1989 Sch 7 para 6": Source("Children Act 1989, Schedule 7 paragraph 6: fostering limit", ACT + "schedule/7"),
}

_REGULATIONS = {
    "SI 2006/1738 reg 2": _regulation(2, "meaning of working day"),
    "SI 2006/1738 reg 3": _regulation(3, "functions under Parts 4 and 5"),
    "SI 2006/1738 reg 4": _regulation(4, "adoption"),
    "SI 2006/1738 reg 5": _regulation(5, "special guardianship"),
    "SI 2006/1738 reg 7": _regulation(7, "withdrawal", to_check=True),
    "SI 2006/1738 reg 8": _regulation(8, "proceedings that might be prejudiced"),
    "SI 2006/1738 reg 8 (resubmission)": _regulation(8, "sending it again within a year", to_check=True),
    "SI 2006/1738 reg 9": _regulation(9, "one year, with discretion"),
    "SI 2006/1738 reg 12": _regulation(12, "sufficient interest (the number is to be checked)", to_check=True),
    "SI 2006/1738 reg 14": _regulation(14, "stage 1: 10 working days, at most 20"),
    "SI 2006/1738 reg 14(3)": _regulation(14, "stage 1: the start where an advocate is wanted (paragraphs 3 and 4)", to_check=True),
    "SI 2006/1738 reg 15": _regulation(15, "asking for stage 2"),
    "SI 2006/1738 reg 18": _regulation(18, "asking for a review panel"),
    "SI 2006/1738 reg 20": _regulation(20, "after the review panel"),
    "SI 2006/1738 reg 17": _regulation(17, "stage 2: 25 working days, at most 65"),
    "SI 2006/1738 regs 18 to 20": _regulation(18, "the review panel: 30, 5 and 15 working days (regulations 18 to 20)"),
    "SI 2006/1738 reg 11": _regulation(11, "what is told and offered on receipt", to_check=True),
    "SI 2006/1738 reg 21": _regulation(21, "the fostering limit"),
    "DfES 2006": _known(GUIDANCE, "para 2.6 and chapter 3"),
    "DfES 2006 (asking for stage 2)": _known(GUIDANCE + ": asking for stage 2 soon, so that the momentum is kept", "to be found"),
    "DfES 2006 (anonymous)": _known(GUIDANCE + ": anonymous complaints", "to be found"),
    "DfES 2006 (on behalf)": _known(GUIDANCE + ": complaints on behalf of a child", "to be found"),
    "DfES 2006 (several bodies)": _known(GUIDANCE + ": several bodies", "to be found"),
    "DfES 2006 (policy)": Source(GUIDANCE + ": impact of a policy on a child", "what a complaint may be about"),
}

_OMBUDSMAN = {
    "LGSCO fact sheet": Source("The children's statutory complaints procedure (fact sheet)", OMBUDSMAN),
    "LGSCO fact sheet (child protection)": Source("Child protection issues (fact sheet)", OMBUDSMAN),
    "LGSCO 22 008 976": Source("Manchester: a looked-after child was refused stage 2", OMBUDSMAN),
    "LGSCO 23 005 162": Source("Lambeth: fault to refuse on time alone", OMBUDSMAN),
    "LGSCO 23 015 464": Source("Suffolk: social care in an EHC plan", OMBUDSMAN),
    "LGSCO 23 020 509": Source("West Northamptonshire: child protection under the corporate procedure", OMBUDSMAN),
    "LGSCO 24 005 034": Source("Data protection is normally for the Information Commissioner", OMBUDSMAN),
    "LGSCO 24 005 116": Source("Points for two procedures: one answer", OMBUDSMAN),
    "LGSCO 24 019 922": Source("Devon: what speaks for a relative was not considered", OMBUDSMAN),
    "LGSCO 24 022 000": Source("Harrow: respite put through the corporate procedure", OMBUDSMAN),
    "LGSCO 25 001 990": Source("Hampshire: court reports are for the court", OMBUDSMAN),
    "LGSCO 17 007 648": Source("Haringey: foster carers, removal and support", OMBUDSMAN),
    "LGSCO 24 017 890": Source("Manchester: the adult part of a care leaver's complaint was ignored", OMBUDSMAN),
    "LGSCO Code 1.2": Source("Complaint Handling Code 1.2: service request", CODE),
    "LGSCO Code 1.4": Source("Complaint Handling Code 1.4: complaint", CODE),
    "LGSCO Code 2.2": Source("Complaint Handling Code 2.1 to 2.5: twelve months, with discretion", CODE),
    "LGSCO Code 6": Source("Complaint Handling Code 6: stages and times", CODE),
}

_ELSEWHERE = {
    "DUAA 2025 s103": Source("Data (Use and Access) Act 2025, section 103: data protection complaints", "in force 19 June 2026"),
    "FOIA 2000": _known("Freedom of Information Act 2000", LEGISLATION + "ukpga/2000/36"),
    "GOV.UK IRM": Source("Apply for a review panel: adopters and foster carers", "https://www.gov.uk/"),
    "CFA 2014 s51": _known("Children and Families Act 2014, section 51: appeals about EHC plans", LEGISLATION + "ukpga/2014/6/section/51"),
    "SSFA 1998 s94": _known(
        "School Standards and Framework Act 1998, section 94: admission appeals",
        LEGISLATION + "ukpga/1998/31/section/94",
    ),
    "EA 2002 s29": _known("Education Act 2002, section 29: a school's own complaints procedure", LEGISLATION + "ukpga/2002/32/section/29"),
    "SI 2009/309": _known("Local Authority Social Services and NHS Complaints Regulations 2009", LEGISLATION + "uksi/2009/309"),
    "HA 1996": _known("Housing Act 1996: reviews of housing decisions", LEGISLATION + "ukpga/1996/52"),
    "CDA 1998 s39": _known("Crime and Disorder Act 1998, section 39: youth justice", LEGISLATION + "ukpga/1998/37/section/39"),
    "LA 2011 s28": _known("Localism Act 2011, section 28: conduct of councillors", LEGISLATION + "ukpga/2011/20/section/28"),
    "CSWA 2017": _known("Children and Social Work Act 2017: Social Work England", LEGISLATION + "ukpga/2017/16"),
    "SI 2011/581": _known("Fostering Services (England) Regulations 2011", LEGISLATION + "uksi/2011/581"),
    "PIDA 1998": _known("Public Interest Disclosure Act 1998", LEGISLATION + "ukpga/1998/23"),
    "LGA 1974": _known("Local Government Act 1974, Part 3: the Ombudsman", LEGISLATION + "ukpga/1974/7"),
    "Partnership procedures": Source("The safeguarding partnership's own procedures", "the partnership's website; time limits are local"),
    "Council procedures": _known("The council's own arrangements (enquiries, employment, insurance)", "the council's website"),
}

SOURCES: dict[str, Source] = _CHILDREN_ACT | _REGULATIONS | _OMBUDSMAN | _ELSEWHERE
