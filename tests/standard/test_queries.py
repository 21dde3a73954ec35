"""Packs are read from their folders; a broken folder is refused by name."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.standard import queries
from accountability.standard.domain import PackIsBroken, PackStatus

OURS = queries.PACKS / "twelve-commitments-1.0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our pack, to break it."""
    return Path(shutil.copytree(OURS, tmp_path / OURS.name))


def test_a_pack_is_found_by_id_and_version(session: Session) -> None:
    pack = queries.get_pack(session, "twelve-commitments", "1.0")
    assert pack is queries.shipped_pack()
    assert pack in queries.load_packs(queries.PACKS)


def test_an_unknown_version_is_not_found(session: Session) -> None:
    assert queries.find_pack(session, "twelve-commitments", "0.1") is None
    with pytest.raises(NotFound):
        queries.get_pack(session, "twelve-commitments", "0.1")


def test_packs_are_read_once() -> None:
    assert queries.load_packs(queries.PACKS) is queries.load_packs(queries.PACKS)


def test_none_or_two_current_packs_are_refused() -> None:
    pack = queries.shipped_pack()
    for packs in [(), (pack, pack), (replace(pack, status=PackStatus.RETIRED),)]:
        with pytest.raises(PackIsBroken, match="current packs and needs one"):
            queries.choose_current(packs)


def test_a_folder_of_packs_is_read_in_order(folder: Path) -> None:
    second = Path(shutil.copytree(folder, folder.with_name("twelve-commitments-0.9"))) / "pack.yaml"
    second.write_text(second.read_text().replace('version: "1.0"', 'version: "0.9"').replace("status: current", "status: retired"))
    assert [pack.version for pack in queries.load_packs(folder.parent)] == ["0.9", "1.0"]


def test_a_pack_in_a_folder_of_another_name_is_refused(folder: Path) -> None:
    with pytest.raises(PackIsBroken, match=r"must be named twelve-commitments-1\.0"):
        queries.load_pack(folder.rename(folder.with_name("other")))


def test_a_missing_commitment_is_refused_by_its_slug(folder: Path) -> None:
    (folder / "c07-advocacy.yaml").unlink()
    with pytest.raises(PackIsBroken, match="c07-advocacy is listed in a cluster but missing"):
        queries.load_pack(folder)


def test_a_file_that_is_not_yaml_is_refused_by_its_name(folder: Path) -> None:
    (folder / "c07-advocacy.yaml").write_text("slug: [")
    with pytest.raises(PackIsBroken, match=r"c07-advocacy\.yaml is not readable"):
        queries.load_pack(folder)


def test_a_planted_empty_descriptor_is_refused_by_its_key_action(folder: Path) -> None:
    file = folder / "c01-justice-equality.yaml"
    lines = file.read_text().splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("      4: "))
    lines[first] = "      4:"
    file.write_text("\n".join(lines))
    with pytest.raises(PackIsBroken, match="c01-a-root-causes, descriptors needs “4” as text"):
        queries.load_pack(folder)
