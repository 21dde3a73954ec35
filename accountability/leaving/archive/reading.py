"""Reading an archive from elsewhere. Everything is checked before the first row is believed; nothing is unpacked to a path."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from accountability.leaving.domain import (
    ArchiveIsDamaged,
    ArchiveIsForeign,
    ArchiveIsTooLarge,
    Manifest,
    check_name,
    check_size,
    read_manifest,
)
from accountability.leaving.domain.bringing import FILES_AT_MOST, MANIFEST

CHUNK = 1 << 20  # bytes
MANIFEST_AT_MOST = 30_000_000  # bytes
ENCRYPTED = 0x1  # the flag of a zip entry
BROKEN = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error)


class ArchiveReader:
    """An archive that was found whole: every file is named in the manifest and has the digest that stands there."""

    def __init__(self, path: Path, *, schema: str) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
        except BROKEN as error:
            raise ArchiveIsForeign from error
        try:
            self.manifest = self._checked(schema)
        except BaseException:
            self.zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _raised: BaseException | None, _trace: TracebackType | None) -> None:
        self.zip.close()

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a file of JSON lines, none when it is not there. Raises ArchiveIsDamaged."""
        if name not in self.manifest.files:
            return
        with self.zip.open(name) as opened:
            for line in opened:
                yield _row(line, name)

    def content(self, name: str) -> bytes:
        """A whole file."""
        return self.zip.read(name)

    def _checked(self, schema: str) -> Manifest:
        entries = self.zip.infolist()
        names = [entry.filename for entry in entries]
        if len(entries) > FILES_AT_MOST:
            raise ArchiveIsTooLarge
        if len(set(names)) != len(names) or any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise ArchiveIsDamaged(what="a file is in it twice, or locked")
        for name in names:
            check_name(name)
        for entry in entries:
            check_size(packed=entry.compress_size, unpacked=entry.file_size)
        check_size(packed=sum(entry.compress_size for entry in entries), unpacked=sum(entry.file_size for entry in entries))
        manifest = read_manifest(self._manifest(), schema=schema)
        if set(names) != {MANIFEST, *manifest.files}:
            raise ArchiveIsDamaged(what="files are missing or were added")
        for name, digest in manifest.files.items():
            self._check_digest(name, digest)
        return manifest

    def _manifest(self) -> Any:
        try:
            with self.zip.open(MANIFEST) as opened:
                return json.loads(opened.read(MANIFEST_AT_MOST))
        except KeyError as error:
            raise ArchiveIsForeign from error
        except (*BROKEN, RecursionError) as error:
            raise ArchiveIsDamaged(what=MANIFEST) from error

    def _check_digest(self, name: str, expected: str) -> None:
        found = hashlib.sha256()
        try:
            with self.zip.open(name) as opened:
                while part := opened.read(CHUNK):
                    found.update(part)
        except BROKEN as error:
            raise ArchiveIsDamaged(what=name) from error
        if found.hexdigest() != expected:
            raise ArchiveIsDamaged(what=name)


def _row(line: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ArchiveIsDamaged(what=name) from error
    if not isinstance(found, dict):
        raise ArchiveIsDamaged(what=name)
    return found
