"""The archive's form, and what is refused when one is brought in. An archive is taken whole or not at all."""

import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accountability.fact import Fact, PlainText
from accountability.refusal import Refusal

FORMAT = "accountability-organisation"
VERSION = 1
MANIFEST, README = "manifest.json", "README.txt"
ROWS, TABLES, FILES = "data/", "csv/", "files/"
FILES_AT_MOST = 100_000
BYTES_AT_MOST = 20_000_000_000
PACKED_AT_MOST = 200  # how many times smaller than its content a large file may be
PACKED_FROM = 10_000_000  # bytes; below this even a bomb is harmless
WAY_BACK_LASTS = timedelta(days=30)
FORMULA = "=+-@\t\r\n\0"


class ArchiveIsDamaged(Refusal):
    message = "This archive is damaged or was changed since it was made (%(what)s). Nothing was brought in."


class ArchiveIsForeign(Refusal):
    message = "This is no archive of an organisation. Nothing was brought in."


class ArchiveIsNewer(Refusal):
    message = (
        "This archive was made by a newer release (%(theirs)s) than this one (%(ours)s). "
        "Update this installation first. Nothing was brought in."
    )


class ArchiveIsTooLarge(Refusal):
    message = "This archive unpacks to far more than it may hold. Nothing was brought in."


class IsHereAlready(Refusal):
    message = (
        "This installation has, or had and erased, an organisation under the same id. To bring the archive in beside it, "
        "ask for new ids (--new-ids): its pages then get new addresses. Nothing was brought in."
    )


class WayBackHasLapsed(Refusal):
    message = "This link is older than a month. Ask an owner of the organisation to invite you."


class WayBackIsForAnother(Refusal):
    message = "This link was sent to another mail address than the one you are signed in with. Sign out, then open it again."


@dataclass(frozen=True)
class MemberCameBack(Fact):
    """A member confirmed who they are after the organisation arrived here."""

    member_id: uuid.UUID


@dataclass(frozen=True)
class OrganisationBrought(Fact):
    """The organisation arrived from another installation."""

    release: PlainText


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an archive says of itself; `schema` is the number of the last migration, `files` path → SHA-256."""

    schema: str
    organisation_id: uuid.UUID
    made_at: str
    counts: Mapping[str, int]
    files: Mapping[str, str]

    def written(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "schema": self.schema,
            "made_at": self.made_at,
            "organisation_id": str(self.organisation_id),
            "counts": dict(self.counts),
            "files": dict(self.files),
        }


def read_manifest(found: Any, *, schema: str) -> Manifest:
    """The manifest; `schema` is what this installation knows. Raises ArchiveIsForeign, ArchiveIsNewer or ArchiveIsDamaged."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ArchiveIsForeign
    try:
        manifest = Manifest(
            schema=str(found["schema"]),
            organisation_id=uuid.UUID(found["organisation_id"]),
            made_at=str(found["made_at"]),
            counts={str(name): int(count) for name, count in found["counts"].items()},
            files={str(name): str(digest) for name, digest in found["files"].items()},
        )
        version = int(found["version"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ArchiveIsDamaged(what=MANIFEST) from error
    if version > VERSION or manifest.schema > schema:
        raise ArchiveIsNewer(theirs=f"{version}/{manifest.schema}", ours=f"{VERSION}/{schema}")
    return manifest


def check_name(name: str) -> None:
    """Refuse a name that could climb out of a folder. Raises ArchiveIsDamaged."""
    parts = name.split("/")
    if not name.isprintable() or "\\" in name or ":" in parts[0] or any(part in {"", ".", ".."} for part in parts):
        raise ArchiveIsDamaged(what="a file name in it leads elsewhere")


def check_size(*, packed: int, unpacked: int) -> None:
    """Refuse what is far larger inside than outside. Raises ArchiveIsTooLarge."""
    if unpacked > BYTES_AT_MOST or (unpacked > PACKED_FROM and unpacked > packed * PACKED_AT_MOST):
        raise ArchiveIsTooLarge


def safe_cell(value: Any) -> str:
    """A value as a cell of CSV that no spreadsheet takes for a formula: text that could be one begins with an apostrophe."""
    text = "" if value is None else str(value)
    if not isinstance(value, str) or not text:
        return text.replace("\0", "")
    # Spreadsheets read full-width signs like the plain ones.
    first = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\u3000") or " ")[0]
    return ("'" + text if first in FORMULA or text[0] in FORMULA else text).replace("\0", "")


def may_come_back(sent_at: datetime, *, at: datetime) -> bool:
    """Whether the link of a member who comes back still holds."""
    return at - sent_at <= WAY_BACK_LASTS
