"""PDF files are written anew without what names their author and program, and without what would run by itself."""

import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from accountability.evidence.domain.kinds import CannotBeCleaned, Fault, FileIsRefused, Found, Kind, Why
from accountability.evidence.domain.values import Checked

MOST_PAGES = 3_000
FIELDS = {
    "/Author": Found.AUTHOR,
    "/Company": Found.COMPANY,
    "/Creator": Found.PROGRAM,
    "/Producer": Found.PROGRAM,
    "/CreationDate": Found.TIME,
    "/ModDate": Found.TIME,
}
RUNS = ("/OpenAction", "/AA")
BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RecursionError, AssertionError)


def clean_pdf(content: bytes) -> Checked:
    """The document without what hid in it. Raises FileIsRefused or CannotBeCleaned."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise CannotBeCleaned(Kind.PDF, Why.LOCKED)
        _check_pages(reader)
        if _is_signed(reader):
            raise CannotBeCleaned(Kind.PDF, Why.SIGNED)
        return _written_anew(reader)
    except BROKEN as error:
        raise CannotBeCleaned(Kind.PDF, Why.UNREADABLE) from error


def _check_pages(reader: PdfReader) -> None:
    """By the number the file claims first: counting what it holds takes long when it lies the other way."""
    pages: Any = reader.root_object["/Pages"]
    if int(pages.get("/Count", 0)) > MOST_PAGES or len(reader.pages) > MOST_PAGES:
        raise FileIsRefused(Fault.TOO_MANY_PAGES)


def _is_signed(reader: PdfReader) -> bool:
    """Whether somebody signed it: written anew, the signature would no longer hold."""
    form: Any = reader.root_object.get("/AcroForm")
    if form is None:
        return "/Perms" in reader.root_object
    return bool(int(form.get_object().get("/SigFlags", 0)) & 1)


def _written_anew(reader: PdfReader) -> Checked:
    found = {FIELDS.get(name, Found.WORDS) for name, value in (reader.metadata or {}).items() if value and name != "/Trapped"}
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for each in writer._objects:
        held = each.get_object() if each is not None else None
        if isinstance(held, DictionaryObject):
            found |= _clear(held)
    written = io.BytesIO()
    writer.write(written)
    return Checked(kind=Kind.PDF, content=written.getvalue(), found=tuple(sorted(found)))


def _clear(held: DictionaryObject) -> set[Found]:
    """Take out of one object what describes it, and what would run."""
    found: set[Found] = set()
    for name in ("/Metadata", "/PieceInfo", "/LastModified"):
        if name in held:
            del held[NameObject(name)]
            found |= {Found.WORDS} if name == "/Metadata" else set()
    for name in RUNS:
        if name in held:
            del held[NameObject(name)]
            found.add(Found.SCRIPT)
    names: Any = held.get("/Names")
    names = names.get_object() if names is not None else None
    if isinstance(names, DictionaryObject) and "/JavaScript" in names:
        del names[NameObject("/JavaScript")]
        found.add(Found.SCRIPT)
    if held.get("/S") == "/JavaScript" and "/JS" in held:
        held[NameObject("/S")] = NameObject("/Named")
        del held[NameObject("/JS")]
        found.add(Found.SCRIPT)
    return found | _clear_picture(held)


def _clear_picture(held: DictionaryObject) -> set[Found]:
    """A photograph inside keeps what its camera wrote: cut that out and leave the pixels as they are."""
    if not isinstance(held, StreamObject) or held.get("/Filter") not in ("/DCTDecode", ["/DCTDecode"]):
        return set()
    plain = without_notes(held._data)
    if plain == held._data:
        return set()
    held._data = plain
    return {Found.DEVICE}


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without the segments in which cameras and programs write about it; the pixels stay bit for bit."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        # EXIF and XMP, IPTC, and comments.
        if jpeg[place + 1] not in (0xE1, 0xED, 0xFE):
            kept.append(jpeg[place : place + length])
        place += length
    return b"".join([*kept, jpeg[place:]])
