"""Faults in the plan: whose action is moved, who is written to and how often, what is overwritten, who sees levels."""

from tests.planted.bug import Bug

COMMANDS, ROUTES = "tests/followup/test_plan_commands.py", "tests/followup/test_plan_routes.py"
FOLLOWING, SUGGESTIONS = "tests/followup/test_plan_following.py", "tests/followup/test_plan_suggestions.py"
REMINDING = ("tests/followup/test_plan_reminding.py",)
PLAN = (
    Bug(
        name="a contributor moves anybody's action",
        file="accountability/followup/access.py",
        old="    return action is None or EDIT_PLAN.allows(actor) or",
        new="    return True or",
        tests=(f"{ROUTES}::test_a_contributor_moves_nobody_elses",),
    ),
    Bug(
        name="what somebody else wrote into an action is overwritten",
        file="accountability/followup/commands/plan.py",
        old="    if joined.disputed:\n",
        new="    if joined.disputed and not joined.disputed:\n",
        tests=(COMMANDS,),
    ),
    Bug(
        name="a status that somebody else gave is overwritten",
        file="accountability/followup/domain/plan/rules.py",
        old="    if now not in (seen, wanted):\n",
        new="    if now not in (seen, wanted, now):\n",
        tests=(COMMANDS, "tests/followup/test_plan_domain.py"),
    ),
    Bug(
        name="a second click plans the same again",
        file="accountability/followup/queries/suggesting.py",
        old="        planned={each.serves for each in actions if each.status.is_open or each.assessment_id == assessment.id},\n",
        new="        planned=set(),\n",
        tests=(FOLLOWING,),
    ),
    Bug(
        name="a reminder leaves no mark",
        file="accountability/followup/commands/reminding.py",
        old="            action.reminded_on = today\n",
        new="",
        tests=REMINDING,
    ),
    Bug(
        name="reminders leave at every look of a morning",
        file="accountability/followup/commands/reminding.py",
        old="    if digest is not None and at < digest.due_at:\n",
        new="    if digest is not None and at < at:\n",
        tests=REMINDING,
    ),
    Bug(
        name="what somebody who left carried is forgotten",
        file="accountability/followup/commands/reminding.py",
        old="if action.owner_id in known and action.owner_id else None",
        new="if action.owner_id else None",
        tests=REMINDING,
    ),
    Bug(
        name="who may not see levels is shown what they suggest",
        file="accountability/followup/routes/plan/suggesting.py",
        old="    demand(READ_ASSESSMENTS)\n    return",
        new="    return",
        tests=(SUGGESTIONS,),
    ),
    Bug(
        name="a piece of evidence of another organisation shows that ours is done",
        file="accountability/followup/commands/plan.py",
        old="    if wanted - tied - evidence.hold_pieces(session, wanted - tied):\n",
        new="    if not wanted and tied:\n",
        tests=(FOLLOWING,),
    ),
)
