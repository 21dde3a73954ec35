"""Who may do what about replies. The board decides, as it does outside of this service; publishing is the officer's."""

from accountability.access import Role, Rule, roles

READ_FOLLOWUP = Rule(
    "READ_FOLLOWUP",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD),
)
WRITE_REPLY = Rule("WRITE_REPLY", roles(Role.OWNER, Role.OFFICER))
DECIDE_THEME = Rule("DECIDE_THEME", roles(Role.OWNER, Role.OFFICER, Role.BOARD))
PUBLISH_REPLY = Rule("PUBLISH_REPLY", roles(Role.OWNER, Role.OFFICER))
