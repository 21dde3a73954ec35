"""Which rule stands behind each next step, so that nobody is sent to a page that refuses them."""

from accountability.access import Actor, Role, Rule, roles
from accountability.assessment.access import RATE_KEY_ACTION, RUN_ASSESSMENT, SIGN_ASSESSMENT
from accountability.benchmark.access import CONTRIBUTE_ASSESSMENT
from accountability.followup.access import DECIDE_THEME, EDIT_PLAN
from accountability.home.domain import NextStep
from accountability.network.access import GIVE_CONSENT
from accountability.survey.access import EDIT_SURVEY, READ_SURVEYS

SEE_TRASH = Rule("SEE_TRASH", roles(Role.OWNER, Role.OFFICER))

BEHIND: dict[NextStep, Rule] = {
    NextStep.ANSWER_OVERDUE: DECIDE_THEME,
    NextStep.WRITE_REPLY: DECIDE_THEME,
    NextStep.START_ASSESSMENT: RUN_ASSESSMENT,
    NextStep.CONTINUE_ASSESSMENT: RATE_KEY_ACTION,
    NextStep.SIGN_ASSESSMENT: SIGN_ASSESSMENT,
    NextStep.MAKE_PLAN: EDIT_PLAN,
    NextStep.CONTRIBUTE: CONTRIBUTE_ASSESSMENT,
    NextStep.JOIN_ROUND: GIVE_CONSENT,
    NextStep.PUBLISH_SURVEY: EDIT_SURVEY,
    NextStep.START_LISTENING: EDIT_SURVEY,
    NextStep.WAIT_FOR_ANSWERS: READ_SURVEYS,
}


def steps_for(actor: Actor) -> frozenset[NextStep]:
    """The next steps that this member may take."""
    return frozenset(step for step, rule in BEHIND.items() if rule.allows(actor))
