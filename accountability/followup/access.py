"""Who may do what about replies and the plan. The board decides, as it does outside of here; publishing is the officer's."""

from typing import Any

from accountability.access import Actor, Role, Rule, roles

READ_FOLLOWUP = Rule(
    "READ_FOLLOWUP",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD),
)
WRITE_REPLY = Rule("WRITE_REPLY", roles(Role.OWNER, Role.OFFICER))
DECIDE_THEME = Rule("DECIDE_THEME", roles(Role.OWNER, Role.OFFICER, Role.BOARD))
PUBLISH_REPLY = Rule("PUBLISH_REPLY", roles(Role.OWNER, Role.OFFICER))
EDIT_PLAN = Rule("EDIT_PLAN", roles(Role.OWNER, Role.OFFICER))


def carries_it(actor: Actor | None, action: Any) -> bool:
    """Whether the action is the actor's own, or the whole plan is theirs to edit. Asked of no action: it may turn out so."""
    return action is None or EDIT_PLAN.allows(actor) or (actor is not None and action.owner_id == actor.member_id)


WORK_ON_ACTION = Rule("WORK_ON_ACTION", roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR), carries_it)
