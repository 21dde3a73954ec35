"""What every place for files can do, and the words that both places share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Protocol

from accountability.refusal import Refusal
from accountability.tenancy import OrganisationId


class NoSuchFile(Exception):
    """There is no file under this key."""


class UploadRefused(Exception):
    """What was sent is not what was signed: another key, another size, too late, or no signature of ours."""


class StorageIsAway(Refusal):
    message = "We cannot reach the place where files are kept. Nothing is lost. Try again in a minute."


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A form that a browser may post, once its fields are followed by the `file`: to `url`, for a few minutes."""

    url: str
    fields: Mapping[str, str]


class Storage(Protocol):
    """What every place for files can do. `key` is a relative path made by `file_key`. Raises StorageIsAway when out of reach."""

    @property
    def upload_origin(self) -> str | None:
        """The scheme://host that browsers post to; None: this site itself."""
        ...

    def put(self, key: str, content: bytes, *, content_type: str) -> None: ...

    def get(self, key: str) -> bytes: ...

    def delete(self, key: str) -> None: ...

    def exists(self, key: str) -> bool: ...

    def size(self, key: str) -> int | None:
        """The bytes of a file, None when there is none."""
        ...

    def keys(self, folder: str) -> list[str]: ...

    def offer_upload(self, key: str, *, size: int, lasts: timedelta, at: datetime) -> Upload:
        """Let a browser put exactly `size` bytes under exactly this key until `at` + `lasts`."""
        ...


def file_key(organisation_id: OrganisationId, *parts: str) -> str:
    """The key of an organisation's file; a part can never climb out of the organisation's folder."""
    for part in parts:
        if not part or part in {".", ".."} or "/" in part or "\\" in part or "\0" in part:
            raise ValueError("not a file name")
    return str(PurePosixPath(str(organisation_id), *parts))
