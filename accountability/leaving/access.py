"""Who may take everything along, and who may have it erased. Of their own account everybody may."""

from accountability.access import Role, Rule, roles

SEE_LEAVING = Rule("SEE_LEAVING", roles(Role.OWNER))
EXPORT_ORGANISATION = Rule("EXPORT_ORGANISATION", roles(Role.OWNER), is_sensitive=True)
ERASE_ORGANISATION = Rule("ERASE_ORGANISATION", roles(Role.OWNER), is_sensitive=True)
# Taking it back must be easier than asking for it.
KEEP_ORGANISATION = Rule("KEEP_ORGANISATION", roles(Role.OWNER))
