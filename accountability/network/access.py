"""Who may do what in networks. Rows of other organisations are never found, so the rules speak of roles only."""

from accountability.access import Role, Rule, roles

READ_NETWORKS = Rule(
    "READ_NETWORKS",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.COORDINATOR, Role.OPERATOR),
)
CONVENE_NETWORK = Rule("CONVENE_NETWORK", roles(Role.OWNER, Role.COORDINATOR))
COORDINATE_NETWORK = Rule("COORDINATE_NETWORK", roles(Role.OWNER, Role.COORDINATOR))
JOIN_NETWORK = Rule("JOIN_NETWORK", roles(Role.OWNER, Role.OFFICER))
GIVE_CONSENT = Rule("GIVE_CONSENT", roles(Role.OWNER, Role.OFFICER))
