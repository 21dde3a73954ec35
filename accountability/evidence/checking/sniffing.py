"""What a file is, by its content: the few kinds that are taken, and a refusal for everything else."""

import re

from accountability.evidence.checking.archives import open_archive
from accountability.evidence.domain.kinds import OFFICE, OPEN_DOCUMENT, Fault, FileIsRefused, Kind

ZIP, ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
ZIP_END_WITHIN = 66_000  # bytes from the end within which a reader of zips looks for one
OPENING = 1_024  # bytes in which readers look for what a file may be
MARKUP = re.compile(rb"<\s*(!doctype|html|svg|script|\?xml|\?php|iframe|body|head)\b|^#!|^%!|^\{\\rtf", re.IGNORECASE)
OFFICE_KINDS = {
    f"{OFFICE}wordprocessingml.document.main+xml": Kind.DOCX,
    f"{OFFICE}spreadsheetml.sheet.main+xml": Kind.XLSX,
    f"{OFFICE}presentationml.presentation.main+xml": Kind.PPTX,
}
OPEN_KINDS = {f"{OPEN_DOCUMENT}{name}": kind for name, kind in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))}
MACROS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|Basic/|Scripts/|activeX/)", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")  # control characters that no text of people holds
CONTENT_TYPES, MIMETYPE = "[Content_Types].xml", "mimetype"


def sniff(content: bytes, name: str) -> Kind:
    """The kind of a file. Raises FileIsRefused."""
    if not content:
        raise FileIsRefused(Fault.EMPTY)
    if content.startswith(ZIP):
        return _in_zip(content)
    kind = _by_opening(content) or _text(content, name)
    if not kind.is_text and _hides_another(content, kind):
        raise FileIsRefused(Fault.TWO_KINDS)
    return kind


def is_plain(content: bytes) -> bool:
    """Whether it is text or nothing at all: no library has to open it to find out."""
    return not content.startswith(ZIP) and _by_opening(content) is None


def _by_opening(content: bytes) -> Kind | None:
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return Kind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    return Kind.WEBP if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def _hides_another(content: bytes, kind: Kind) -> bool:
    """Whether another program would read it as something else: a zip by its end, a page by its beginning."""
    is_page = MARKUP.search(content[8:OPENING]) if kind is Kind.PDF else None
    return ZIP_END in content[-ZIP_END_WITHIN:] or (is_page is not None and is_page[0].lower() != b"<?xml")


def _text(content: bytes, name: str) -> Kind:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileIsRefused(Fault.NOT_TAKEN) from error
    if UNSEEN.search(text) or MARKUP.search(content[:OPENING].removeprefix(b"\xef\xbb\xbf").lstrip()):
        raise FileIsRefused(Fault.NOT_TAKEN)
    return Kind.CSV if name.lower().endswith(".csv") else Kind.TEXT


def _in_zip(content: bytes) -> Kind:
    with open_archive(content) as archive:
        names = archive.namelist()
        if any(MACROS.search(name) for name in names):
            raise FileIsRefused(Fault.MACROS)
        if names[0] == MIMETYPE:
            found = archive.read(MIMETYPE)[:200].decode("ascii", "replace")
            kind = OPEN_KINDS.get(found)
            return Kind(kind) if kind else _refuse()
        if CONTENT_TYPES not in names:
            return _refuse()
        types = archive.read(CONTENT_TYPES).decode("utf-8", "replace")
    if "macroEnabled" in types:
        raise FileIsRefused(Fault.MACROS)
    return next((kind for main, kind in OFFICE_KINDS.items() if main in types), None) or _refuse()


def _refuse() -> Kind:
    raise FileIsRefused(Fault.NOT_TAKEN)
