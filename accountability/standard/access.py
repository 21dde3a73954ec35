"""Everybody who is signed in reads the standard; who runs the installation works on it, in no organisation but their own."""

from accountability.access import Actor, Role, Rule, is_member, is_operator


def is_at_home(actor: Actor | None, _subject: object) -> bool:
    """An operator whom an organisation let in looks and changes nothing."""
    return actor is not None and actor.role is not Role.OPERATOR


READ_STANDARD = Rule("READ_STANDARD", is_member)
EDIT_STANDARD = Rule("EDIT_STANDARD", is_operator, is_at_home, is_hidden=True)
# What everybody's next assessment stands on: proven again before it is published or taken back.
PUBLISH_STANDARD = Rule("PUBLISH_STANDARD", is_operator, is_at_home, is_sensitive=True, is_hidden=True)
