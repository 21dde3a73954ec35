"""What stands in the way of evidence, in words for the person who tried."""

from typing import ClassVar

from accountability.refusal import Refusal


class TitleIsMissing(Refusal):
    message: ClassVar[str] = "Enter a title for this piece of evidence."
    field: ClassVar[str | None] = "title"


class TextIsTooLong(Refusal):
    message: ClassVar[str] = "This text is longer than there is room for. Shorten it."


class AddressIsNotTaken(Refusal):
    """Only http and https: other kinds of address run something when they are opened."""

    message: ClassVar[str] = "Enter a whole address that begins with https:// or http://."
    field: ClassVar[str | None] = "url"


class FileIsEmpty(Refusal):
    message: ClassVar[str] = "There is nothing in the file %(name)s."
    field: ClassVar[str | None] = "files"


class FileIsTooLarge(Refusal):
    message: ClassVar[str] = "The file %(name)s is larger than %(megabytes)s MB. Make it smaller, or link to where it lies."
    field: ClassVar[str | None] = "files"


class StoreIsFull(Refusal):
    message: ClassVar[str] = (
        "There is no room left for this: your organisation may keep %(megabytes)s MB of evidence. "
        "Remove what is not needed any more; the trash counts until it is emptied."
    )
    field: ClassVar[str | None] = "files"


class PieceIsFull(Refusal):
    message: ClassVar[str] = "A piece holds at most %(most)s of these. Begin another piece."
    field: ClassVar[str | None] = "files"


class UploadIsMissing(Refusal):
    """It was announced, and it is not there or not whole."""

    message: ClassVar[str] = "The file %(name)s did not arrive. Send it again."


class UploadIsSettled(Refusal):
    message: ClassVar[str] = "This was decided already. Open the page again to see how it stands."


class EvidenceIsHeld(Refusal):
    """What a signed assessment leans on stays."""

    message: ClassVar[str] = "This supports an assessment that is signed off, so it stays as it is."


class FileHasChanged(Refusal):
    """What lies in the storage is not what was put there."""

    message: ClassVar[str] = (
        "The stored file is missing or not the one that was checked when it was added, so it is not handed out. "
        "This is written down in the record. Add the file again if somebody still has it, and tell whoever runs this service."
    )


class FileIsNotReady(Refusal):
    message: ClassVar[str] = "This file is not ready. Its page says how far it is."
