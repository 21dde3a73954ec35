"""Who may do what about the organisation itself."""

from accountability.access import Role, Rule, roles

READ_ORGANISATION = Rule(
    "READ_ORGANISATION",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.COORDINATOR),
)
DESCRIBE_ORGANISATION = Rule("DESCRIBE_ORGANISATION", roles(Role.OWNER, Role.OFFICER))
INVITE_COLLEAGUE = Rule("INVITE_COLLEAGUE", roles(Role.OWNER))
