"""Reads the packs of the standard from their folder. They ship with the software, so each is read once per process."""

from functools import cache
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.standard.domain import Pack, PackIsBroken, PackStatus, read_pack

PACKS = Path(__file__).parent / "packs"
HEADER = "pack.yaml"


def find_pack(_session: Session, pack_id: str, version: str) -> Pack | None:
    """The pack of that id and version, or None."""
    return next((pack for pack in load_packs(PACKS) if (pack.id, pack.version) == (pack_id, version)), None)


def get_pack(session: Session, pack_id: str, version: str) -> Pack:
    """The pack of that id and version. Raises NotFound."""
    pack = find_pack(session, pack_id, version)
    if pack is None:
        raise NotFound(f"pack {pack_id} {version}")
    return pack


def current_pack(_session: Session) -> Pack:
    """The pack a new assessment starts with."""
    return shipped_pack()


def shipped_pack() -> Pack:
    """The current one of the packs that ship with the software."""
    return choose_current(load_packs(PACKS))


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


def _read_yaml(file: Path) -> object:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as mistake:
        raise PackIsBroken(item=file.name, problem=f"is not readable as YAML ({mistake})") from mistake
