"""Who may read the record, and who may take it out."""

from accountability.access import Role, Rule, roles

READ_RECORD = Rule("READ_RECORD", roles(Role.OWNER))
EXPORT_RECORD = Rule("EXPORT_RECORD", roles(Role.OWNER), is_sensitive=True)
