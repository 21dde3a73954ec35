"""An archive that was damaged or changed is refused whole, with a sentence, and nothing of it is written."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from accountability.leaving import domain
from accountability.refusal import Refusal
from tests.leaving.arriving import bring, counts
from tests.leaving.conftest import Site

# What somebody may have done to an archive. Each takes its files and gives them back changed.
Files = dict[str, bytes]


def _sign(files: Files, **said: Any) -> Files:
    manifest = json.loads(files["manifest.json"]) | said
    manifest["files"] = {name: sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"}
    return files | {"manifest.json": json.dumps(manifest).encode()}


def edit_a_row(files: Files) -> Files:
    return files | {"data/agreed_level.jsonl": files["data/agreed_level.jsonl"].replace(b'"level":2', b'"level":4')}


def add_a_file(files: Files) -> Files:
    return files | {"data/more.jsonl": b"{}\n"}


def take_a_file_away(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "data/agreed_level.jsonl"}


def climb_out(files: Files) -> Files:
    return _sign({**files, "files/../../outside.txt": b"x"})


def unpack_to_far_more(files: Files) -> Files:
    return _sign({**files, "files/bomb.txt": b"\0" * 50_000_000})


def come_from_the_future(files: Files) -> Files:
    return _sign(files, schema="9999")


def be_something_else(files: Files) -> Files:
    return {"letter.txt": b"Dear all"}


def break_the_manifest(files: Files) -> Files:
    return files | {"manifest.json": b'{"format": '}


def name_another_organisation(files: Files) -> Files:
    return _sign(files, organisation_id="01890000-0000-7000-8000-000000000000")


def add_a_column(files: Files) -> Files:
    return _sign({**files, "data/member.jsonl": files["data/member.jsonl"].replace(b'{"', b'{"password_hash":"x","', 1)})


def write_nonsense(files: Files) -> Files:
    return _sign({**files, "data/agreed_level.jsonl": files["data/agreed_level.jsonl"].replace(b'"version":1', b'"version":"one"')})


def point_at_nothing(files: Files) -> Files:
    return _sign({**files, "data/member.jsonl": b""}, counts=json.loads(files["manifest.json"])["counts"] | {"member": 0})


def count_wrongly(files: Files) -> Files:
    return _sign({**files, "data/theme.jsonl": b""})


FAULTS: tuple[Callable[[Files], Files], ...] = (
    edit_a_row, add_a_file, take_a_file_away, climb_out, unpack_to_far_more, come_from_the_future, be_something_else,
    break_the_manifest, name_another_organisation, add_a_column, write_nonsense, point_at_nothing, count_wrongly,
)  # fmt: skip


def changed(archive: Path, fault: Callable[[Files], Files]) -> Path:
    with zipfile.ZipFile(archive) as opened:
        files = fault({name: opened.read(name) for name in opened.namelist()})
    path = archive.with_name("changed.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return path


def test_a_changed_archive_is_refused_whole_with_a_sentence(archive: Path, other: Site, at: datetime) -> None:
    before = counts(other)
    for fault in FAULTS:
        with pytest.raises(Refusal, match=r"Nothing was brought in\.") as refused:
            bring(other, changed(archive, fault), at=at)
        assert type(refused.value) is not domain.IsHereAlready, fault.__name__
    assert counts(other) == before
    assert other.worker.storage.keys("") == []
    assert not list(other.folder.parent.rglob("outside.txt"))


def test_an_archive_that_was_only_packed_anew_is_taken(archive: Path, other: Site, at: datetime) -> None:
    """The control of the test above: it is the change that is refused, not the packing."""
    bring(other, changed(archive, lambda files: files), at=at)


def test_half_an_archive_and_noise_are_refused(archive: Path, other: Site, at: datetime) -> None:
    whole = archive.read_bytes()
    before = counts(other)
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    for content in (whole[: len(whole) // 2], whole[:-30], b"", b"PK\x03\x04", io.BytesIO(bytes(flipped)).getvalue()):
        path = archive.with_name("broken.zip")
        path.write_bytes(content)
        with pytest.raises(Refusal, match="Nothing was brought in"):
            bring(other, path, at=at)
    assert counts(other) == before
