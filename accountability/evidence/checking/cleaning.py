"""From a file as it was sent to one that may be handed out: what it is, and without what hid in it."""

from accountability.evidence.checking.documents import clean_document
from accountability.evidence.checking.pdfs import clean_pdf
from accountability.evidence.checking.pictures import clean_picture
from accountability.evidence.checking.sniffing import sniff
from accountability.evidence.domain.kinds import Kind
from accountability.evidence.domain.values import Checked


def clean(content: bytes, name: str) -> Checked:
    """The file as it may be handed out. Raises FileIsRefused or CannotBeCleaned."""
    kind = sniff(content, name)
    if kind.is_text:
        return Checked(kind=kind, content=content)
    if kind.is_picture:
        return clean_picture(content, kind)
    return clean_pdf(content) if kind is Kind.PDF else clean_document(content, kind)
