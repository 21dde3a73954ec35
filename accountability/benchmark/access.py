"""Who may do what with benchmarks."""

from accountability.access import Role, Rule, roles

READ_BENCHMARKS = Rule(
    "READ_BENCHMARKS",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.COORDINATOR),
)
CONTRIBUTE_ASSESSMENT = Rule("CONTRIBUTE_ASSESSMENT", roles(Role.OWNER, Role.OFFICER))
