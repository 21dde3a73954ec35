"""How long each kind of thing is kept. The page reads this table, and so does the job that removes what is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.identity.domain import FORGOTTEN_AFTER, LONGEST, LONGEST_LINK
from accountability.leaving.domain.bringing import WAY_BACK_LASTS
from accountability.leaving.domain.erasing import ANSWER_BACKUP_DAYS, BACKUP_DAYS
from accountability.leaving.domain.exporting import KEPT


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Rows of a table that go `days` after the moment in `since`; `unless` names a column that must then be empty."""

    kind: str
    label: str
    why: str
    table: str
    since: str
    days: int
    unless: str | None = None

    def over(self, at: datetime) -> datetime:
        """What is older than this moment goes."""
        return at - timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What no daily job removes, and how long it is there, in words."""

    label: str
    how_long: str
    why: str


def whole_days(lasts: timedelta) -> int:
    """So many days, a begun one counted whole."""
    return -(-lasts // timedelta(days=1))


KINDS = (
    Kept(
        kind="sent mail",
        label="Mails that were sent",
        why="To find out why a mail did not arrive. The text goes at once, the address and subject later.",
        table="outbox_mail",
        since="sent_at",
        days=30,
    ),
    Kept(
        kind="failed mail",
        label="Mails that could not be sent",
        why="So that an operator can see that something is wrong.",
        table="outbox_mail",
        since="written_at",
        days=30,
        unless="due_at",
    ),
    Kept(
        kind="invitation",
        label="Invitations of colleagues",
        why="They hold mail addresses of people who may never have answered.",
        table="invitation",
        since="invited_at",
        days=90,
    ),
    Kept(
        kind="network invitation",
        label="Invitations of organisations to a network",
        why="They hold mail addresses of people who may never have answered.",
        table="network_invitation",
        since="invited_at",
        days=90,
    ),
    Kept(
        kind="sign-in",
        label="Sign-ins of a browser",
        why="To list where somebody is signed in. It ends sooner when it is not used.",
        table="sign_in_session",
        since="started_at",
        days=whole_days(LONGEST),
    ),
    Kept(
        kind="mail link",
        label="Links sent by mail to sign in or to confirm an address",
        why="They act once and only for a short time.",
        table="mail_link",
        since="made_at",
        days=whole_days(LONGEST_LINK),
    ),
    Kept(
        kind="guessing",
        label="Counts of wrong passwords",
        why="To slow down guessing. They name nobody.",
        table="guessing",
        since="failed_at",
        days=whole_days(FORGOTTEN_AFTER),
    ),
    Kept(
        kind="archive",
        label="Archives of an organisation",
        why="Long enough to fetch one, and no longer: it holds everything.",
        table="export_job",
        since="asked_at",
        days=KEPT.days,
    ),
    Kept(
        kind="sheet waiting",
        label="What was read from a spreadsheet and not brought in",
        why="So that it can be looked at and put right first. The file itself is not kept at all.",
        table="brought_in",
        since="read_at",
        days=1,
        unless="applied_at",
    ),
    Kept(
        kind="sheet brought in",
        label="That a spreadsheet was brought in, and what it changed",
        why="So that it can be taken back as a whole. The answers themselves stay.",
        table="brought_in",
        since="applied_at",
        days=30,
    ),
    Kept(
        kind="way back",
        label="Links with which members of a restored organisation come back",
        why="An organisation that moved here asks its members to confirm who they are.",
        table="rejoin_address",
        since="sent_at",
        days=WAY_BACK_LASTS.days,
    ),
)

STATED = (
    Stated(
        label="What somebody removed",
        how_long="30 days in the trash, then it goes for good",
        why="So that a mistake can be undone.",
    ),
    Stated(
        label="Answers of constituents that wait to be mixed",
        how_long="Until there are enough to mix, or the survey’s owner destroys them",
        why="Only whole batches move on, so that nobody can tell whose answer is whose.",
    ),
    Stated(
        label="What an organisation writes: assessments, surveys, replies, rounds",
        how_long="Until the organisation removes it or is erased",
        why="It belongs to the organisation.",
    ),
    Stated(
        label="The record of who did what",
        how_long="As long as the organisation is here; names of erased people are removed",
        why="So that nobody can deny or invent a decision.",
    ),
    Stated(
        label="Published figures of a network",
        how_long="For good",
        why="They are bands of whole groups; nobody can be read out of them.",
    ),
    Stated(
        label="That something was erased: a random id and a day",
        how_long="For good",
        why="So that restoring an old backup does not bring it back.",
    ),
    Stated(
        label="Backups",
        how_long=f"{BACKUP_DAYS} days; copies with the order of answers {ANSWER_BACKUP_DAYS} days",
        why="What is erased is gone from every backup after that. Restoring an older one erases it again before anybody can look.",
    ),
)
