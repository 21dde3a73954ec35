"""Reads the journal: to chain and verify it in `stored`, to show it in `reading`."""

from accountability.record.queries.reading import (
    Line,
    Page,
    count_chained,
    find_first,
    find_last_anchor,
    get_page,
    list_lines,
    list_who,
)
from accountability.record.queries.stored import (
    CHAINED_AT_ONCE,
    as_entry,
    check,
    find_head,
    list_anchored,
    list_entries,
    list_organisations_to_anchor,
    list_organisations_to_chain,
    list_organisations_with_waiting,
    list_unchained,
    list_waiting,
)

__all__ = [
    "CHAINED_AT_ONCE",
    "Line",
    "Page",
    "as_entry",
    "check",
    "count_chained",
    "find_first",
    "find_head",
    "find_last_anchor",
    "get_page",
    "list_anchored",
    "list_entries",
    "list_lines",
    "list_organisations_to_anchor",
    "list_organisations_to_chain",
    "list_organisations_with_waiting",
    "list_unchained",
    "list_waiting",
    "list_who",
]
