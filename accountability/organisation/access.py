"""Who may do what about the organisation itself. Who decides about people proves first that it is them."""

from accountability.access import Actor, Role, Rule, roles

READ_ORGANISATION = Rule(
    "READ_ORGANISATION",
    roles(Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.VIEWER, Role.BOARD, Role.COORDINATOR),
)
DESCRIBE_ORGANISATION = Rule("DESCRIBE_ORGANISATION", roles(Role.OWNER, Role.OFFICER))
SEE_MEMBERS = Rule("SEE_MEMBERS", roles(Role.OWNER))
INVITE_COLLEAGUE = Rule("INVITE_COLLEAGUE", roles(Role.OWNER), is_sensitive=True)
MANAGE_MEMBERS = Rule("MANAGE_MEMBERS", roles(Role.OWNER), is_sensitive=True)
CHOOSE_ROLES = Rule("CHOOSE_ROLES", roles(Role.OWNER), is_sensitive=True)


def is_no_operator(actor: Actor | None, _subject: object) -> bool:
    """The operator looks by a grant and is no member."""
    return actor is not None and actor.role is not Role.OPERATOR


LEAVE_ORGANISATION = Rule("LEAVE_ORGANISATION", is_no_operator)
