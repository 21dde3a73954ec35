"""The words of evidence: pieces, where they come from, the states of a file, and how long and large things may be."""

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NewType
from uuid import UUID

from accountability.evidence.domain.kinds import Found, Kind

EvidenceId = NewType("EvidenceId", UUID)
EvidenceFileId = NewType("EvidenceFileId", UUID)
VersionId = NewType("VersionId", UUID)
LinkId = NewType("LinkId", UUID)

LONGEST_TITLE = 160  # characters
LONGEST_DESCRIPTION = 2_000
LONGEST_NAME = 150  # of a file, its ending included
LONGEST_ADDRESS = 2_000
MOST_FILES = 60  # of one piece
MOST_LINKS = 30  # of one piece
MOST_AT_ONCE = 4  # files that one form without scripts may carry
UPLOAD_LASTS = timedelta(minutes=10)  # a signed upload
UNCONFIRMED_LASTS = timedelta(hours=12)  # an upload that nobody confirmed; the sweep comes by every hour
CHECK_LASTS = timedelta(minutes=5)  # after this a check counts as broken off, and is begun again
WARNED_BEFORE = timedelta(days=30)


class Source(enum.StrEnum):
    """Where a piece comes from; several kinds together say more than many of one."""

    DOCUMENT = "document"
    STAFF = "staff"
    PARTNER = "partner"
    CONSTITUENT = "constituent"


class FileState(enum.StrEnum):
    """How far a version of a file is."""

    ANNOUNCED = "announced"  # somebody began to send it; as long as it stays so, it is missing
    WAITING = "waiting"  # it is there
    CHECKING = "checking"
    WAITING_FOR_SCAN = "waiting-for-scan"
    ASKS = "asks"  # it cannot be cleaned: keep it as it is, or take it away
    READY = "ready"
    REFUSED = "refused"

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self in (FileState.ANNOUNCED, FileState.ASKS, FileState.READY, FileState.REFUSED)


class Reminded(enum.StrEnum):
    """What people were last told of a day of expiry."""

    NOTHING = "nothing"
    SOON = "soon"
    EXPIRED = "expired"


class Show(enum.StrEnum):
    """What a list of pieces shows."""

    ALL = "all"
    EXPIRING = "expiring"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class PieceDraft:
    """What somebody says of a piece."""

    title: str
    source: Source
    description: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LinkDraft:
    """An address that people may open; this server never does."""

    url: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class FileDraft:
    """A file that somebody wants to send. `upload_key` makes a second try the same upload as the first; `size` in bytes."""

    name: str
    size: int
    upload_key: UUID
    keeps_original: bool = False


@dataclass(frozen=True, kw_only=True)
class Room:
    """How many bytes one file may have (`most`), and an organisation may keep (`quota`)."""

    most: int
    quota: int


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A file that was found to be what it says, without what hid in it."""

    kind: Kind
    content: bytes
    found: tuple[Found, ...] = ()
