"""What a column may hold, and what follows from it. The same word decides what leaves, what is cleared and what finds a person."""

import enum


class Holds(enum.Enum):
    """What stands in a column."""

    ORGANISATION = "organisation"  # of the organisation and its work: leaves with it, is erased with it
    MEMBER_SIDE = "member side"  # of a row shared with a convenor: names the member, which clears it when it is erased
    CONVENOR_COPY = "convenor copy"  # the same, in a column that the convenor writes
    NAME = "name"  # names a person: leaves with both, is cleared when the person is erased
    MAIL = "mail"  # leads to a person: the same, and finds their rows
    MEMBER = "member"  # who did it: finds a person's rows; the row stays, its member is then nobody
    APART = "apart"  # names a person in a row that holds nothing else: the row goes with the person of its member column
    PERSON = "person"  # the account: finds a person's rows; the row goes with the account, and never leaves with an organisation
    SECRET = "secret"  # noqa: S105 - a kind of thing; opens doors: never leaves
    ANONYMOUS = "anonymous"  # given by constituents: never leaves, not even with their organisation
    SHOWN = "shown"  # made of what constituents gave: leaves only as the pages show it
    OWN = "own"  # of the member in `member_id` alone: leaves with that person, with an organisation only as somebody says how
    INSTALLATION = "installation"  # of this installation: stays here
    NOTHING = "nothing"  # a key or a place: says nothing by itself


LEAVES = frozenset({Holds.ORGANISATION, Holds.MEMBER_SIDE, Holds.CONVENOR_COPY, Holds.NAME, Holds.MAIL, Holds.MEMBER, Holds.APART})
# What a person gets of the rows they are in; an account's own rows say more than what an organisation may have.
PERSONS_OWN = LEAVES | {Holds.NOTHING, Holds.OWN}
FORMER_NAME = "A former member"
FORMER_DOMAIN = "erased.invalid"


def former_mail(key: str) -> str:
    """What stands where a mail address stood; unlike any other, and of a domain that cannot exist (RFC 2606)."""
    return f"{key}@{FORMER_DOMAIN}"
