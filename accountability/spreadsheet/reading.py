"""A file that somebody calls a spreadsheet: told by what is in it, never by its name, and read or refused in plain words."""

from accountability.spreadsheet.rows import (
    LIMITS,
    FileIsEmpty,
    FileIsLocked,
    FileIsOldFormat,
    FileIsOtherFormat,
    FileIsTooLarge,
    Limits,
    Spreadsheet,
)
from accountability.spreadsheet.separated import read_separated
from accountability.spreadsheet.workbook import read_workbook

ZIP, EMPTY_ZIP, COMPOUND = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
# What people pick by mistake, told by its first bytes; as text it would be read as one odd column.
OTHERS = (b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<!doctype", b"<html", b"<HTML", b"<?xml", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def read_spreadsheet(content: bytes, *, limits: Limits = LIMITS) -> Spreadsheet:
    """What the file holds. Raises a FileIsRefused that says what to do instead."""
    if len(content) > limits.size:
        raise FileIsTooLarge(most=limits.size // 1_000_000)
    if not content.strip():
        raise FileIsEmpty
    if content.startswith(COMPOUND):
        raise FileIsLocked if LOCKED in content else FileIsOldFormat
    if content.startswith((EMPTY_ZIP, *OTHERS)):
        raise FileIsOtherFormat
    return read_workbook(content, limits=limits) if content.startswith(ZIP) else read_separated(content, limits=limits)
