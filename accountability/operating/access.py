"""Who may let the operator look, and who is one."""

from accountability.access import Role, Rule, is_operator, roles

LET_OPERATOR_IN = Rule("LET_OPERATOR_IN", roles(Role.OWNER), is_sensitive=True)
OPERATE = Rule("OPERATE", is_operator, is_hidden=True)
