"""Reads what ships with the software: packs and crosswalks from their folders, each once per process."""

from functools import cache
from pathlib import Path

import yaml

from accountability.database import NotFound
from accountability.standard.domain import Pack, PackIsBroken, PackStatus, read_pack
from accountability.standard.domain.crosswalk import Crosswalk, read_crosswalk

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "packs"
CROSSWALKS = ROOT / "crosswalks"
HEADER = "pack.yaml"


def shipped_pack() -> Pack:
    """The current one of the packs that ship with the software."""
    return choose_current(load_packs(PACKS))


def find_shipped(pack_id: str, version: str) -> Pack | None:
    """The pack of that id and version among those that ship with the software, or None."""
    return next((pack for pack in load_packs(PACKS) if (pack.id, pack.version) == (pack_id, version)), None)


def choose_current(packs: tuple[Pack, ...]) -> Pack:
    """The one pack among these that is current. Raises PackIsBroken when none or several claim to be."""
    current = [pack for pack in packs if pack.status is PackStatus.CURRENT]
    if len(current) != 1:
        raise PackIsBroken(item="the folder of packs", problem=f"has {len(current)} current packs and needs one")
    return current[0]


@cache
def load_packs(folder: Path) -> tuple[Pack, ...]:
    """All packs below a folder, one folder each, by id and version. Raises PackIsBroken."""
    packs = (load_pack(header.parent) for header in folder.glob(f"*/{HEADER}"))
    return tuple(sorted(packs, key=lambda pack: (pack.id, pack.version)))


def load_pack(folder: Path) -> Pack:
    """The pack in one folder: its header and a file per commitment, named by its slug. Raises PackIsBroken."""
    files = {file.stem: _read_yaml(file) for file in sorted(folder.glob("*.yaml")) if file.name != HEADER}
    pack = read_pack(_read_yaml(folder / HEADER), files)
    if folder.name != f"{pack.id}-{pack.version}":
        raise PackIsBroken(item=f"the folder {folder.name}", problem=f"must be named {pack.id}-{pack.version}")
    return pack


@cache
def list_crosswalks(folder: Path = CROSSWALKS) -> tuple[Crosswalk, ...]:
    """All crosswalks, by title. Raises PackIsBroken."""
    found = [read_crosswalk(_read_yaml(file)) for file in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda crosswalk: crosswalk.title))


def get_crosswalk(slug: str) -> Crosswalk:
    """One crosswalk. Raises NotFound."""
    found = next((crosswalk for crosswalk in list_crosswalks() if crosswalk.slug == slug), None)
    if found is None:
        raise NotFound(f"crosswalk {slug}")
    return found


def _read_yaml(file: Path) -> object:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as mistake:
        raise PackIsBroken(item=file.name, problem=f"is not readable as YAML ({mistake})") from mistake
