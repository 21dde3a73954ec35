"""What holds for the record on paper: how entries are chained, how a head is signed, how tampering shows, how a fact reads."""

from accountability.record.domain.anchors import Anchor, BadAnchor, public_key_of, read_anchor, sign_head
from accountability.record.domain.chain import Entry, Part, digest_of, genesis
from accountability.record.domain.reading import (
    PER_PAGE,
    Area,
    Filter,
    Format,
    RecordExported,
    months_between,
    neutral,
    next_month,
)
from accountability.record.domain.verifying import Fault, Finding, Tampering, verify

__all__ = [
    "PER_PAGE",
    "Anchor",
    "Area",
    "BadAnchor",
    "Entry",
    "Fault",
    "Filter",
    "Finding",
    "Format",
    "Part",
    "RecordExported",
    "Tampering",
    "digest_of",
    "genesis",
    "months_between",
    "neutral",
    "next_month",
    "public_key_of",
    "read_anchor",
    "sign_head",
    "verify",
]
