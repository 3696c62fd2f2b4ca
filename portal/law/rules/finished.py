"""After the last answer of a procedure: the Ombudsman."""

from portal.law.facts import Procedure, Route, Stage
from portal.law.rules.corporate import treated_as_an_adult
from portal.law.rules.ground import Ground
from portal.law.rules.rule import Band, Rule
from portal.law.rules.statutory import PART_3
from portal.words import Wording, _


def _last_answer(g: Ground) -> bool:
    """Stage 3 ends every procedure; stage 2 ends the corporate one."""
    stage = g.facts.stage_so_far
    corporate = g.facts.procedure_so_far is Procedure.CORPORATE
    return g.is_complaint and (stage is Stage.STAGE3_ANSWERED or (corporate and stage is Stage.STAGE2_ANSWERED))


_OMBUDSMAN = Wording(
    _("You have had the last answer of the council’s procedure. If you are still not satisfied, the Ombudsman can look at it."),
    child=_(
        "The council has given its last answer. If it still feels wrong, the Ombudsman can look at it. "
        "The Ombudsman is not part of the council."
    ),
)

FINISHED = Band(
    "finished",
    (
        Rule(
            "last_answer_of_the_wrong_procedure",
            Route.LGSCO,
            lambda g: (
                _last_answer(g) and g.facts.procedure_so_far is Procedure.CORPORATE and g.matter in PART_3 and not treated_as_an_adult(g)
            ),
            _OMBUDSMAN,
            ("LGSCO Code 6", "LGSCO 24 022 000"),
            doubt=True,
        ),
        Rule(
            "last_answer",
            Route.LGSCO,
            _last_answer,
            _OMBUDSMAN,
            ("SI 2006/1738 reg 20", "LGSCO Code 6", "LGA 1974"),
            ends=True,
        ),
    ),
)
