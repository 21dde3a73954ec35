"""Kinds of files that are taken, what is wrong with those that are not, and what may hide in a file."""

import enum


class Kind(enum.StrEnum):
    """A kind of file, known by its content and never by its name alone."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    TEXT = "text"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """As HTTP names it; never a type that a browser would run."""
        return MEDIA_TYPES[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """What a name of such a file may end with, the usual one first."""
        return ENDINGS.get(self, (f".{self.value}",))

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return self in PICTURES

    @property
    def is_text(self) -> bool:
        """Whether it can be shown as plain text."""
        return self in (Kind.TEXT, Kind.CSV)


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.DOCX: f"{OFFICE}wordprocessingml.document",
    Kind.XLSX: f"{OFFICE}spreadsheetml.sheet",
    Kind.PPTX: f"{OFFICE}presentationml.presentation",
    Kind.ODT: f"{OPEN_DOCUMENT}text",
    Kind.ODS: f"{OPEN_DOCUMENT}spreadsheet",
    Kind.ODP: f"{OPEN_DOCUMENT}presentation",
    Kind.TEXT: "text/plain",
    Kind.CSV: "text/csv",
}
ENDINGS = {Kind.JPEG: (".jpg", ".jpeg"), Kind.TEXT: (".txt", ".text", ".md")}
PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})
ACCEPTED = ",".join(ending for kind in Kind for ending in kind.endings)


class Fault(enum.StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    NOT_TAKEN = "not-taken"
    MACROS = "macros"
    TWO_KINDS = "two-kinds"
    DAMAGED = "damaged"
    TOO_MUCH_INSIDE = "too-much-inside"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_LONG = "too-long"
    INFECTED = "infected"
    NO_ROOM = "no-room"


class Found(enum.StrEnum):
    """What was in a file beside what it shows, and was taken out."""

    PLACE = "place"
    AUTHOR = "author"
    DEVICE = "device"
    TIME = "time"
    COMPANY = "company"
    WORDS = "words"
    PROGRAM = "program"
    SCRIPT = "script"
    COMMENTERS = "commenters"


class Why(enum.StrEnum):
    """Why a file cannot be cleaned without harm, so that people are asked."""

    LOCKED = "locked"
    SIGNED = "signed"
    UNREADABLE = "unreadable"


class FileIsRefused(Exception):
    """The file is not taken."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


class CannotBeCleaned(Exception):
    """The file may be taken, but nobody can say what it holds beside what it shows."""

    def __init__(self, kind: Kind, why: Why) -> None:
        self.kind, self.why = kind, why
        super().__init__(why.value)
