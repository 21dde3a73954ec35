"""Opening a zip that somebody sent: nothing is unpacked to a path, and nothing is unpacked before its sizes were looked at."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from accountability.evidence.domain.kinds import Fault, FileIsRefused

MOST_MEMBERS = 3_000
MOST_INSIDE = 200_000_000  # bytes, unpacked
MOST_OF_ONE = 60_000_000
PACKED_AT_MOST = 150  # how many times smaller than its content a member may be
PACKED_FROM = 1_000_000  # bytes; below this even a bomb is harmless
ENCRYPTED = 0x1
CHUNK = 1 << 16
BROKEN = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, KeyError, zlib.error)


class CarefulZip(zipfile.ZipFile):
    """A zip that gives no more of a member than its head promised."""

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        entry = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        found = io.BytesIO()
        with self.open(entry) as opened:
            while part := opened.read(CHUNK):
                found.write(part)
                if found.tell() > min(entry.file_size, MOST_OF_ONE):
                    raise FileIsRefused(Fault.TOO_MUCH_INSIDE)
        return found.getvalue()


@contextmanager
def open_archive(content: bytes) -> Iterator[CarefulZip]:
    """A zip within its limits. Raises FileIsRefused, also for what breaks while it is read."""
    try:
        with CarefulZip(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries)
            yield archive
    except BROKEN as error:
        raise FileIsRefused(Fault.DAMAGED) from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise FileIsRefused(Fault.DAMAGED)
    inside = sum(entry.file_size for entry in entries)
    is_bomb = any(entry.file_size > PACKED_FROM and entry.file_size > entry.compress_size * PACKED_AT_MOST for entry in entries)
    is_large = inside > MOST_INSIDE or any(entry.file_size > MOST_OF_ONE for entry in entries)
    if len(entries) > MOST_MEMBERS or is_bomb or is_large:
        raise FileIsRefused(Fault.TOO_MUCH_INSIDE)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(map(_leads_elsewhere, entries)):
        raise FileIsRefused(Fault.DAMAGED)


def _leads_elsewhere(entry: zipfile.ZipInfo) -> bool:
    """A path out of the folder, a link, or a member that only a password opens."""
    parts = entry.filename.replace("\\", "/").removesuffix("/").split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or bool(entry.flag_bits & ENCRYPTED) or any(part in {"", ".", ".."} for part in parts) or ":" in parts[0]
