"""Who may do what with evidence. It may name people, so the operator, who may look at assessments, never sees it."""

from accountability.access import Role, Rule, roles

# A reviewer sees the pieces that support a key action in their parts, and no other.
READ_EVIDENCE = Rule(
    "READ_EVIDENCE",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.REVIEWER),
)
ADD_EVIDENCE = Rule("ADD_EVIDENCE", roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR))
