"""Reads packs of the standard, their versions and translations, and crosswalks to other standards."""

from accountability.standard.queries.packs import current_pack, find_pack, forget_seen, get_pack, read_content
from accountability.standard.queries.shipped import (
    CROSSWALKS,
    HEADER,
    PACKS,
    choose_current,
    find_shipped,
    get_crosswalk,
    list_crosswalks,
    load_pack,
    load_packs,
    shipped_pack,
)
from accountability.standard.queries.translations import Progress, list_progress, list_translations, translate_pack
from accountability.standard.queries.versions import (
    Done,
    Version,
    find_mapping,
    find_sender,
    find_stored,
    get_stored,
    list_acts,
    list_versions,
    mappings_between,
)

__all__ = [
    "CROSSWALKS",
    "HEADER",
    "PACKS",
    "Done",
    "Progress",
    "Version",
    "choose_current",
    "current_pack",
    "find_mapping",
    "find_pack",
    "find_sender",
    "find_shipped",
    "find_stored",
    "forget_seen",
    "get_crosswalk",
    "get_pack",
    "get_stored",
    "list_acts",
    "list_crosswalks",
    "list_progress",
    "list_translations",
    "list_versions",
    "load_pack",
    "load_packs",
    "mappings_between",
    "read_content",
    "shipped_pack",
    "translate_pack",
]
