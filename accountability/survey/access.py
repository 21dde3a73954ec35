"""Who may do what with surveys."""

from accountability.access import Role, Rule, roles

READ_SURVEYS = Rule("READ_SURVEYS", roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD))
EDIT_SURVEY = Rule("EDIT_SURVEY", roles(Role.OWNER, Role.OFFICER))
RUN_SURVEY = Rule("RUN_SURVEY", roles(Role.OWNER, Role.OFFICER))
CHECK_TEXTS = Rule("CHECK_TEXTS", roles(Role.OWNER, Role.OFFICER))
DESTROY_ANSWERS = Rule("DESTROY_ANSWERS", roles(Role.OWNER))
