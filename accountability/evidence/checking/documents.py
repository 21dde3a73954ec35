"""Office and OpenDocument files are packed anew: properties emptied, names of commenters taken out, pictures inside drawn anew."""

import io
import re
import zipfile
from collections.abc import Callable

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from accountability.evidence.checking.archives import CarefulZip, open_archive
from accountability.evidence.checking.pictures import clean_picture
from accountability.evidence.checking.sniffing import MIMETYPE
from accountability.evidence.domain.kinds import CannotBeCleaned, Fault, FileIsRefused, Found, Kind, Why
from accountability.evidence.domain.values import Checked

Clean = Callable[[bytes], tuple[bytes, set[Found]]]
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip can hold
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
EMPTY = {
    "docProps/core.xml": f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}"/>',
    "docProps/app.xml": f'{XML}<Properties xmlns="{PROPERTIES}/extended-properties"/>',
    "docProps/custom.xml": f'{XML}<Properties xmlns="{PROPERTIES}/custom-properties"/>',
    "meta.xml": (
        f'{XML}<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
        "<office:meta/></office:document-meta>"
    ),
}
# What the fields of properties are called, whatever stands before the colon.
FIELDS = {
    **dict.fromkeys(("creator", "lastModifiedBy", "initial-creator", "printed-by", "Manager"), Found.AUTHOR),
    **dict.fromkeys(("Company", "HyperlinkBase"), Found.COMPANY),
    **dict.fromkeys(("created", "modified", "creation-date", "date", "lastPrinted", "print-date", "editing-duration"), Found.TIME),
    **dict.fromkeys(("Application", "AppVersion", "generator", "Template"), Found.PROGRAM),
    **dict.fromkeys(
        ("title", "subject", "description", "keywords", "keyword", "category", "property", "user-defined"), Found.WORDS
    ),
}
# Where names of those who comment or change stand, and how.
NAMED = re.compile(r"^(word|xl|ppt)/.*\.xml$")
AUTHORS = re.compile(rb'(\b(?:\w+:)?(?:author|initials)=)"[^"]+"')
LIST_OF_PEOPLE = re.compile(r"^(word/people\.xml|xl/persons/.*|ppt/(commentAuthors|authors)\.xml)$")
PEOPLE = re.compile(rb'(\b(?:\w+:)?(?:name|initials|displayName|userId)=)"[^"]+"')
LISTED = re.compile(rb"(<(?:\w+:)?author>)[^<]+(</(?:\w+:)?author>)")
CREATOR = re.compile(rb"(<dc:creator>)[^<]+(</dc:creator>)")
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
PICTURES = {".png": Kind.PNG, ".jpg": Kind.JPEG, ".jpeg": Kind.JPEG, ".webp": Kind.WEBP}


def clean_document(content: bytes, kind: Kind) -> Checked:
    """The document without what hid in it. Raises FileIsRefused or CannotBeCleaned."""
    with open_archive(content) as archive:
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
            raise CannotBeCleaned(kind, Why.LOCKED)
        if any(name.startswith(("_xmlsignatures/", "META-INF/documentsignatures")) for name in archive.namelist()):
            raise CannotBeCleaned(kind, Why.SIGNED)
        packed, found = io.BytesIO(), set[Found]()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as anew:
            for entry in archive.infolist():
                if not entry.is_dir():
                    part, more = _cleaned(entry.filename, archive.read(entry))
                    found |= more
                    _add(anew, entry.filename, part)
    return Checked(kind=kind, content=packed.getvalue(), found=tuple(sorted(found)))


def _part(archive: CarefulZip, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _add(anew: zipfile.ZipFile, name: str, part: bytes) -> None:
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.compress_type = zipfile.ZIP_STORED if name == MIMETYPE else zipfile.ZIP_DEFLATED
    anew.writestr(entry, part)


def _cleaned(name: str, part: bytes) -> tuple[bytes, set[Found]]:
    if name.endswith((".xml", ".rels")) and DECLARED.search(part[:4_096]):
        raise FileIsRefused(Fault.TOO_MUCH_INSIDE)
    if name in EMPTY:
        return EMPTY[name].encode(), _look(part)
    kind = next((kind for ending, kind in PICTURES.items() if name.lower().endswith(ending)), None)
    if kind is not None:
        return _picture(part, kind)
    if NAMED.match(name):
        return _without_names(part, AUTHORS, LISTED, *([PEOPLE] if LIST_OF_PEOPLE.match(name) else []))
    if name.endswith("content.xml"):
        return _without_names(part, CREATOR)
    return part, set()


def _look(part: bytes) -> set[Found]:
    """Which fields of properties say something."""
    try:
        root = fromstring(part)
    except (ParseError, DefusedXmlException, ValueError):
        return {Found.WORDS}
    named = ((element.tag.rpartition("}")[2], (element.text or "").strip() or len(element)) for element in root.iter())
    return {FIELDS[name] for name, says in named if says and name in FIELDS}


def _without_names(part: bytes, *patterns: re.Pattern[bytes]) -> tuple[bytes, set[Found]]:
    plain = part
    for pattern in patterns:
        ending = rb'""' if pattern.groups == 1 else rb"\2"
        plain = pattern.sub(rb"\1" + ending, plain)
    return plain, {Found.COMMENTERS} if plain != part else set()


def _picture(part: bytes, kind: Kind) -> tuple[bytes, set[Found]]:
    """A picture inside; one that is not what its name says stays, for no reader shows it."""
    try:
        drawn = clean_picture(part, kind)
    except FileIsRefused as error:
        if error.fault is Fault.TOO_MANY_PIXELS:
            raise
        return part, set()
    return (drawn.content, set(drawn.found)) if drawn.found else (part, set())
