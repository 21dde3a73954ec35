"""XLSX → sheets of text. A workbook may come from anybody: what it unpacks to, how long reading takes and how much memory it
needs are bounded before and while it is read, and nothing in it is worked out, followed or run.

The parts are read as streams by our own readers: known libraries build a whole row before it can be counted, tell no formula from
a value, say nothing of joined cells, and change characters that were stored in their escaped form.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile, ZipInfo

from accountability.spreadsheet.rows import (
    LIMITS,
    FileIsBroken,
    FileIsLocked,
    FileIsOtherFormat,
    FileUnpacksTooLarge,
    Finding,
    Limits,
    Remarks,
    Sheet,
    Spreadsheet,
)
from accountability.spreadsheet.sheet_xml import LONGEST_ESCAPE, Book, Look, SheetReader, unescaped
from accountability.spreadsheet.xml_stream import Enough, Reader, attribute, read_xml

PACKED_AT_MOST = 500  # times smaller than what it holds
PACKED_FROM = 10_000_000
BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
BUILT_IN_PERCENTS = frozenset((9, 10))
SAID_LITERALLY = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    OSError,
    OverflowError,
)


def read_workbook(content: bytes, *, limits: Limits = LIMITS) -> Spreadsheet:
    """Every sheet of the workbook. Raises FileIsLocked, FileIsOtherFormat, FileUnpacksTooLarge or FileIsBroken."""
    remarks = Remarks(limits)
    try:
        with ZipFile(BytesIO(content)) as archive:
            check_archive(archive.infolist(), limits=limits)
            sheets = tuple(_Workbook(archive, remarks, limits).sheets())
    except BROKEN as error:
        raise FileIsBroken from error
    return Spreadsheet(sheets=sheets, remarks=tuple(remarks.found))


def check_archive(members: list[ZipInfo], *, limits: Limits) -> None:
    """Look at the list of contents before anything is unpacked. Raises what `read_workbook` raises."""
    unpacked, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    is_bomb = unpacked > PACKED_FROM and unpacked > packed * PACKED_AT_MOST
    if len(members) > limits.parts or unpacked > limits.unpacked or is_bomb:
        raise FileUnpacksTooLarge
    if any(each.flag_bits & 0x1 for each in members):
        raise FileIsLocked
    # Other ways of packing may ask for much memory; no spreadsheet program uses them.
    if any(each.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for each in members):
        raise FileIsOtherFormat


class _Texts(Reader):
    """The texts that cells point to by number."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.texts, self.letters = limits, list[str](), 0
        self.pieces, self.held = list[str](), 0
        self.is_text = self.is_spoken = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.pieces, self.held = [], 0
        elif tag == "t":
            self.is_text = True
        elif tag == "rPh":
            self.is_spoken = True

    def text(self, text: str) -> None:
        if self.is_text and not self.is_spoken and self.held <= self.limits.cell * LONGEST_ESCAPE:
            self.pieces.append(text)
            self.held += len(text)

    def end(self, tag: str) -> None:
        if tag == "t":
            self.is_text = False
        elif tag == "rPh":
            self.is_spoken = False
        elif tag == "si":
            self._keep(unescaped("".join(self.pieces)))

    def _keep(self, text: str) -> None:
        self.letters += len(text)
        if len(self.texts) >= self.limits.texts or self.letters > self.limits.letters:
            raise Enough
        self.texts.append(text)


class _Looks(Reader):
    """How the numbers of each style are shown."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = {}
        self.looks: list[Look] = []
        self.is_cell_style = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self.is_cell_style = True
        elif tag == "xf" and self.is_cell_style:
            self.looks.append(look_of(attributes.get("numFmtId", "0"), self.formats))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            raise Enough


def look_of(number: str, formats: dict[str, str]) -> Look:
    """How numbers with this format look."""
    if number not in formats:
        known = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
        return Look.DATE if known in BUILT_IN_DATES else Look.PERCENT if known in BUILT_IN_PERCENTS else Look.PLAIN
    said = SAID_LITERALLY.sub("", formats[number][:200].partition(";")[0]).lower()
    if "%" in said:
        return Look.PERCENT
    return Look.DATE if "general" not in said and set(said) & set("dmyhs") else Look.PLAIN


@dataclass
class _Contents(Reader):
    """The sheets by name, and whether days are counted from 1904."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    counts_from_1904: bool = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", "")[:100], attribute(attributes, "id"), is_hidden))


@dataclass
class _Relations(Reader):
    """Where the parts lie: id → (kind, path)."""

    found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    def of_kind(self, kind: str) -> str | None:
        return next((target for found, target in self.found.values() if found == kind), None)


class _Workbook:
    """Finds its way through the parts of one archive."""

    def __init__(self, archive: ZipFile, remarks: Remarks, limits: Limits) -> None:
        self.archive, self.remarks, self.limits = archive, remarks, limits
        self.names = set(archive.namelist())

    def sheets(self) -> Iterator[Sheet]:
        main = normpath(self._relations("").of_kind("officeDocument") or "xl/workbook.xml").lstrip("/")
        if main not in self.names:
            raise FileIsOtherFormat
        contents, relations = _Contents(), self._relations(main)
        self._read(main, contents, whole=True)
        book = self._book(main, relations, contents)
        if any(name.endswith("vbaProject.bin") for name in self.names):
            self.remarks.add(Finding.MACROS)
        if len(contents.sheets) > self.limits.sheets:
            self.remarks.add(Finding.SHEETS_LEFT_OUT, params={"most": self.limits.sheets})
        for name, relation, is_hidden in contents.sheets[: self.limits.sheets]:
            kind, target = relations.found.get(relation, ("", ""))
            yield self._sheet(name, kind, _path(main, target), is_hidden, book)

    def _book(self, main: str, relations: _Relations, contents: _Contents) -> Book:
        texts, looks = _Texts(self.limits), _Looks()
        for kind, reader in (("sharedStrings", texts), ("styles", looks)):
            target = relations.of_kind(kind)
            if target and _path(main, target) in self.names:
                self._read(_path(main, target), reader)
        return Book(texts=texts.texts, looks=looks.looks, counts_from_1904=contents.counts_from_1904)

    def _sheet(self, name: str, kind: str, path: str, is_hidden: bool, book: Book) -> Sheet:
        if kind != "worksheet" or path not in self.names:
            self.remarks.add(Finding.NO_TABLE, sheet=name)
            return Sheet(name=name, rows=(), is_hidden=is_hidden)
        reader = SheetReader(name, book=book, remarks=self.remarks, limits=self.limits)
        before = len(self.remarks.found)
        is_whole = self._read(path, reader)
        if not is_whole and not any(each.finding is Finding.ROWS_LEFT_OUT for each in self.remarks.found[before:]):
            stopped = min(reader.row, self.limits.rows)
            self.remarks.add(Finding.ROWS_LEFT_OUT, sheet=name, row=stopped, params={"most": stopped})
        rows = reader.close()
        if is_hidden and rows:
            self.remarks.add(Finding.HIDDEN, sheet=name)
        return Sheet(name=name, rows=rows, is_hidden=is_hidden)

    def _relations(self, part: str) -> _Relations:
        relations = _Relations()
        folder, _, name = part.rpartition("/")
        path = join(folder, "_rels", f"{name}.rels")
        if path in self.names:
            self._read(path, relations, whole=True)
        return relations

    def _read(self, path: str, reader: Reader, *, whole: bool = False) -> bool:
        with self.archive.open(path) as stream:
            is_whole = read_xml(stream, reader, limits=self.limits)
        if whole and not is_whole:
            raise FileUnpacksTooLarge
        return is_whole


def _path(main: str, target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else join(main.rpartition("/")[0], target))
