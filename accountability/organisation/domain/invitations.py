"""When an invitation holds, and what becomes of each row of a list of people to invite."""

import enum
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from accountability.fact import Fact, PlainText
from accountability.organisation.domain.roles import REVIEWER, Given, RoleId
from accountability.refusal import Refusal

InvitationId = NewType("InvitationId", uuid.UUID)

INVITATION_LASTS = timedelta(days=14)
MOST_ROWS = 200  # of one list
MOST_OPEN = 500  # invitations of one organisation: nobody can use us to write to the whole world
INVITED_NAME_LENGTH = 120  # characters
ADDRESS_LENGTH = 254  # characters, RFC 5321


class InvitationHasLapsed(Refusal):
    message = "This invitation is no longer open: it was used, withdrawn or is older than two weeks. Ask for a new one."


class InvitationIsForAnother(Refusal):
    message = (
        "This invitation was sent to another mail address than the one you are signed in with. Sign out, then open the link again."
    )


class IsMemberAlready(Refusal):
    message = "Somebody with this mail address is a member of the organisation already."
    field = "email"


class IsInvitedAlready(Refusal):
    message = "This mail address is invited already. You can send the invitation again, or withdraw it."
    field = "email"


class TooManyInvitations(Refusal):
    message = "More than %(most)s invitations of yours would be open. Withdraw those that nobody will use first."


class ListIsTooLarge(Refusal):
    message = "The list is larger than %(most)s kB. Send it in parts."


class ListIsNotText(Refusal):
    message = "This file is not text in UTF-8. In your spreadsheet, save it as “CSV UTF-8”, then send it again."


class ListIsUnreadable(Refusal):
    message = "The rows could not be told apart: a quotation mark is probably missing. Check the list and send it again."


class ColumnsAreMissing(Refusal):
    message = "The first row must name the columns: email and role, and if you like name and language."


class ListIsEmpty(Refusal):
    message = "There is nobody on this list. Below the names of the columns, write one person a row."


class ListIsTooLong(Refusal):
    message = "A list may have %(most)s rows; this one has %(rows)s. Send it in parts."


@dataclass(frozen=True, kw_only=True)
class NewInvitation:
    """Whom to invite, and as what; `role` is the value of an access.Role, with what belongs to it as in Given."""

    email: str
    role: str
    custom_role_id: RoleId | None = None
    parts: tuple[str, ...] | None = None
    ends_on: date | None = None
    name: str = ""
    language: str = "en"

    @property
    def given(self) -> Given:
        """The role alone."""
        return Given(role=self.role, custom_role_id=self.custom_role_id, parts=self.parts, ends_on=self.ends_on)


class RowState(enum.Enum):
    """What becomes of one row of a list."""

    INVITABLE = "invitable"
    IS_MEMBER = "is-member"
    IS_INVITED = "is-invited"
    IS_REPEATED = "is-repeated"
    WRONG_ADDRESS = "wrong-address"
    UNKNOWN_ROLE = "unknown-role"
    UNKNOWN_LANGUAGE = "unknown-language"
    NAME_IS_TOO_LONG = "name-is-too-long"
    ONE_BY_ONE = "one-by-one"  # a reviewer, who needs parts and a last day


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a list as it was read; `number` counts from 1, `is_address` says whether the address can be one."""

    number: int
    name: str
    email: str
    role: str
    language: str
    is_address: bool


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One row with what becomes of it; `invitation` only when it can be invited."""

    row: Row
    state: RowState
    invitation: NewInvitation | None = None


@dataclass(frozen=True)
class ColleagueInvited(Fact):
    """A member invited a colleague."""

    role: PlainText


@dataclass(frozen=True)
class InvitationSentAgain(Fact):
    """An invitation got a new link, and its old one stopped working."""


@dataclass(frozen=True)
class InvitationAccepted(Fact):
    """An invited person became a member."""

    role: PlainText


@dataclass(frozen=True)
class InvitationWithdrawn(Fact):
    """An invitation was taken back before it was used."""


def is_open(*, invited_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether an invitation can still be accepted; `ended_at` is when it was accepted or withdrawn."""
    return ended_at is None and at - invited_at <= INVITATION_LASTS


def check_room(*, is_open_now: int, more: int) -> None:
    """Refuses TooManyInvitations."""
    if is_open_now + more > MOST_OPEN:
        raise TooManyInvitations(most=MOST_OPEN)


def judge(
    rows: Iterable[Row],
    *,
    roles: Mapping[str, Given],
    languages: Collection[str],
    members: Collection[str],
    invited: Collection[str],
) -> list[Judged]:
    """What becomes of each row. `roles` by the words people call them (casefolded); a row without language is in English."""
    found: list[Judged] = []
    before: set[str] = set()
    for row in rows:
        given = roles.get(" ".join(row.role.casefold().split()))
        state = _state(row, given, languages=languages, members=members, invited=invited, before=before)
        is_wanted = state is RowState.INVITABLE
        found.append(Judged(row=row, state=state, invitation=_invitation(row, given) if given and is_wanted else None))
        before.add(row.email)
    return found


def _state(
    row: Row,
    given: Given | None,
    *,
    languages: Collection[str],
    members: Collection[str],
    invited: Collection[str],
    before: Collection[str],
) -> RowState:
    checks = (
        (not row.is_address, RowState.WRONG_ADDRESS),
        (row.email in before, RowState.IS_REPEATED),
        (row.email in members, RowState.IS_MEMBER),
        (row.email in invited, RowState.IS_INVITED),
        (given is None, RowState.UNKNOWN_ROLE),
        (given is not None and given.role == REVIEWER, RowState.ONE_BY_ONE),
        (bool(row.language) and row.language not in languages, RowState.UNKNOWN_LANGUAGE),
        (len(row.name) > INVITED_NAME_LENGTH, RowState.NAME_IS_TOO_LONG),
    )
    return next((state for is_so, state in checks if is_so), RowState.INVITABLE)


def _invitation(row: Row, given: Given) -> NewInvitation:
    return NewInvitation(
        email=row.email,
        role=given.role,
        custom_role_id=given.custom_role_id,
        name=row.name,
        language=row.language or "en",
    )
