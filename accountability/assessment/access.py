"""Who may do what with an assessment."""

from accountability.access import Role, Rule, roles

# A reviewer reads the parts they were given; the session is narrowed to these.
READ_ASSESSMENTS = Rule(
    "READ_ASSESSMENTS",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.REVIEWER, Role.OPERATOR),
)
# Beside the own score stands what people answered, which the operator never sees.
READ_GAP = Rule("READ_GAP", roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.REVIEWER))
RATE_KEY_ACTION = Rule("RATE_KEY_ACTION", roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR))
# What each of the team chose is for those who settle on a level together.
READ_SPREAD = Rule("READ_SPREAD", roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.BOARD))
RUN_ASSESSMENT = Rule("RUN_ASSESSMENT", roles(Role.OWNER, Role.OFFICER))
SIGN_ASSESSMENT = Rule("SIGN_ASSESSMENT", roles(Role.OWNER, Role.BOARD))
# A reviewer speaks in the parts they were given, the board everywhere; who only reads does not.
COMMENT_ON_ASSESSMENT = Rule("COMMENT_ON_ASSESSMENT", roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.BOARD, Role.REVIEWER))
# From outside, beside the organisation's own level.
SUGGEST_LEVEL = Rule("SUGGEST_LEVEL", roles(Role.REVIEWER))
