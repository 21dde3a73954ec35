"""Who may take everything along, and who may have it erased. Of their own account everybody may."""

from accountability.access import Role, Rule, is_free, roles

SEE_LEAVING = Rule("SEE_LEAVING", roles(Role.OWNER))
EXPORT_ORGANISATION = Rule("EXPORT_ORGANISATION", roles(Role.OWNER), is_sensitive=True)
# It takes two owners where there are two: whoever chose the provider could be both, if its word were enough.
ERASE_ORGANISATION = Rule("ERASE_ORGANISATION", roles(Role.OWNER), is_free, is_sensitive=True)
# Taking it back must be easier than asking for it.
KEEP_ORGANISATION = Rule("KEEP_ORGANISATION", roles(Role.OWNER))
