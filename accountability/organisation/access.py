"""Who may do what about the organisation itself. Who decides about people proves first that it is them."""

from accountability.access import Actor, Role, Rule, is_free, is_in_a_browser, roles

READ_ORGANISATION = Rule(
    "READ_ORGANISATION",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.COORDINATOR, Role.OPERATOR),
)
DESCRIBE_ORGANISATION = Rule("DESCRIBE_ORGANISATION", roles(Role.OWNER, Role.OFFICER))
SEE_MEMBERS = Rule("SEE_MEMBERS", roles(Role.OWNER))
INVITE_COLLEAGUE = Rule("INVITE_COLLEAGUE", roles(Role.OWNER), is_sensitive=True)
MANAGE_MEMBERS = Rule("MANAGE_MEMBERS", roles(Role.OWNER), is_sensitive=True)
CHOOSE_ROLES = Rule("CHOOSE_ROLES", roles(Role.OWNER), is_sensitive=True)


def is_no_operator(actor: Actor | None, _subject: object) -> bool:
    """The operator looks by a grant and is no member."""
    return actor is not None and actor.role is not Role.OPERATOR


def is_vouched_for(actor: Actor | None, _subject: object) -> bool:
    """Whether the organisation's own provider let them in."""
    return actor is not None and actor.is_bound


LEAVE_ORGANISATION = Rule("LEAVE_ORGANISATION", is_no_operator)
CHOOSE_SIGN_IN = Rule("CHOOSE_SIGN_IN", roles(Role.OWNER), is_sensitive=True)
CONFIRM_WITH_PROVIDER = Rule("CONFIRM_WITH_PROVIDER", is_vouched_for)
# Ending a token must be quick; making one hands out a key.
KEEP_TOKENS = Rule("KEEP_TOKENS", is_in_a_browser, is_no_operator)
MAKE_TOKEN = Rule("MAKE_TOKEN", is_in_a_browser, is_no_operator, is_sensitive=True)
SEE_ALL_TOKENS = Rule("SEE_ALL_TOKENS", is_in_a_browser, roles(Role.OWNER))
# Stopping a reset must be quick; asking for one and approving it opens an account. It takes two people: whoever chose the provider
# could be both, if its word were enough.
DEMAND_SECOND_FACTOR = Rule("DEMAND_SECOND_FACTOR", roles(Role.OWNER), is_sensitive=True)
RESET_SECOND_FACTOR = Rule("RESET_SECOND_FACTOR", roles(Role.OWNER), is_free, is_sensitive=True)
CANCEL_FACTOR_RESET = Rule("CANCEL_FACTOR_RESET", roles(Role.OWNER))
