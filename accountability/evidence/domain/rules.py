"""The rules of evidence: what a piece must say, which addresses are links, how files are called, when people are reminded."""

import unicodedata
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from accountability.evidence.domain.kinds import Kind
from accountability.evidence.domain.refusals import (
    AddressIsNotTaken,
    FileIsEmpty,
    FileIsTooLarge,
    PieceIsFull,
    StoreIsFull,
    TextIsTooLong,
    TitleIsMissing,
)
from accountability.evidence.domain.values import (
    LONGEST_ADDRESS,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_TITLE,
    WARNED_BEFORE,
    FileDraft,
    LinkDraft,
    PieceDraft,
    Reminded,
    Show,
)

MEGABYTE = 1_000_000
NAMELESS = "file"


def check_piece(draft: PieceDraft) -> PieceDraft:
    """The draft as it may be kept; refuses TitleIsMissing or TextIsTooLong."""
    title, description = " ".join(draft.title.split()), draft.description.strip()
    if not title:
        raise TitleIsMissing
    if len(title) > LONGEST_TITLE or len(description) > LONGEST_DESCRIPTION:
        raise TextIsTooLong
    return PieceDraft(title=title, description=description, source=draft.source, expires_on=draft.expires_on)


def check_link(draft: LinkDraft) -> LinkDraft:
    """The draft as it may be kept; refuses AddressIsNotTaken or TextIsTooLong."""
    url, label = draft.url.strip(), " ".join(draft.label.split())
    if len(url) > LONGEST_ADDRESS or len(label) > LONGEST_TITLE:
        raise TextIsTooLong
    try:
        parts = urlsplit(url)
        has_place = bool(parts.hostname) and parts.username is None and parts.password is None
    except ValueError as error:
        raise AddressIsNotTaken from error
    if parts.scheme not in ("http", "https") or not has_place or not url.isprintable() or any(part in url for part in ' "<>\\'):
        raise AddressIsNotTaken
    return LinkDraft(url=parts.scheme + url[len(parts.scheme) :], label=label)


def check_file(draft: FileDraft, *, most: int) -> None:
    """Refuse FileIsEmpty or FileIsTooLarge; `most` in bytes."""
    name = tidy_name(draft.name)
    if draft.size <= 0:
        raise FileIsEmpty(name=name)
    if draft.size > most:
        raise FileIsTooLarge(name=name, megabytes=most // MEGABYTE)


def refuse_more(count: int, *, most: int) -> None:
    """Refuse PieceIsFull when there are `most` already."""
    if count >= most:
        raise PieceIsFull(most=most)


def refuse_beyond_quota(kept: int, *, more: int, most: int) -> None:
    """Refuse StoreIsFull when `more` bytes do not fit beside those kept."""
    if kept + more > most:
        raise StoreIsFull(megabytes=most // MEGABYTE)


def tidy_name(name: str) -> str:
    """How a file is called where it is kept and shown, never a path: without folders, control and direction marks, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    tidy = " ".join(kept.split()).strip(". ")
    if not tidy:
        return NAMELESS
    ending = PurePosixPath(tidy).suffix[:20] if len(tidy) > LONGEST_NAME else ""
    return tidy[: LONGEST_NAME - len(ending)] + ending if len(tidy) > LONGEST_NAME else tidy


def archived_path(key: str, name: str) -> str:
    """Where a stored file lies in an archive: below its key, under the name that people gave it. `key` is without organisation."""
    kept = "".join(letter if letter.isprintable() and letter not in ":/\\" else "_" for letter in name).strip(". ")
    return f"{key}/{kept or NAMELESS}"


def name_as(name: str, kind: Kind) -> str:
    """The name with an ending that says what the file really is."""
    if name.lower().endswith(kind.endings):
        return name
    return name[: LONGEST_NAME - len(kind.endings[0])] + kind.endings[0]


def is_expired(expires_on: date | None, *, today: date) -> bool:
    """Whether a piece's last day is over."""
    return expires_on is not None and expires_on < today


def is_expiring(expires_on: date | None, *, today: date) -> bool:
    """Whether it is over soon, and not yet."""
    return expires_on is not None and today <= expires_on <= today + WARNED_BEFORE


def due_reminder(expires_on: date | None, reminded: Reminded, *, today: date) -> Reminded | None:
    """What people must be told now, None when they know."""
    if is_expired(expires_on, today=today):
        return None if reminded is Reminded.EXPIRED else Reminded.EXPIRED
    if is_expiring(expires_on, today=today) and reminded is Reminded.NOTHING:
        return Reminded.SOON
    return None


def is_shown(expires_on: date | None, show: Show, *, today: date) -> bool:
    """Whether a list that shows this shows a piece that expires then."""
    if show is Show.EXPIRED:
        return is_expired(expires_on, today=today)
    return show is Show.ALL or is_expiring(expires_on, today=today)
