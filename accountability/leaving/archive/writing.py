"""Writing an archive: file after file into one zip, each with its SHA-256."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import IO, Any, Self

from accountability.leaving.archive.values import line, plain
from accountability.leaving.domain import safe_cell


class ArchiveWriter:
    """A zip that is being filled; `files` is path → SHA-256 of what is in it so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.files: dict[str, str] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """One file, written part by part. Without a time of its own, so that equal content makes an equal archive."""
        digest = hashlib.sha256()
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(entry, "w", force_zip64=True) as opened:
            for part in parts:
                digest.update(part)
                opened.write(part)
        self.files[name] = digest.hexdigest()

    def add_rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """A file with one row of JSON in each line; returns how many."""
        count = 0

        def lines() -> Iterable[bytes]:
            nonlocal count
            for row in rows:
                count += 1
                yield line(row)

        self.add(name, lines())
        return count

    def add_table(self, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
        """The same rows for people, as CSV (RFC 4180, UTF-8 with a mark that spreadsheets know)."""
        self.add(name, _csv_lines(columns, rows))

    def add_manifest(self, name: str, manifest: Mapping[str, Any]) -> None:
        """Put the manifest in, which names all files but itself."""
        self.zip.writestr(zipfile.ZipInfo(name), json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _raised: BaseException | None, _trace: TracebackType | None) -> None:
        self.zip.close()


def _csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterable[bytes]:
    yield "\ufeff".encode() + _csv_line(columns)
    for row in rows:
        yield _csv_line([_cell(row[name]) for name in columns])


def _cell(value: Any) -> Any:
    found = plain(value)
    return json.dumps(found, ensure_ascii=False) if isinstance(found, dict | list) else found


def _csv_line(cells: Sequence[Any]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return text.getvalue().encode()
