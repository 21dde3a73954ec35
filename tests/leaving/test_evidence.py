"""Evidence leaves with its files under their own names, arrives whole under any ids, and is gone from where it was erased."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accountability import jobs
from accountability.evidence import commands, queries
from accountability.evidence.domain import PieceDraft, Room, Source
from accountability.evidence.models import EvidenceVersion
from accountability.leaving import commands as leaving
from accountability.tenancy import act_for
from tests.evidence import samples
from tests.factories.world import World
from tests.leaving.arriving import bring
from tests.leaving.conftest import Site, export, names_in

ROOM = Room(most=1_000_000, quota=10_000_000)


@pytest.fixture
def kept(site: Site, world: World, at: datetime) -> EvidenceVersion:
    """A photo with its original, checked by the worker."""
    by = world.tenant.actor("contributor")
    with world.tenant.session() as session, session.begin():
        piece = commands.add_piece(session, PieceDraft(title="Assembly", source=Source.DOCUMENT), by=by, at=at)
        sent: dict[str, Any] = {"keeps_original": True, "room": ROOM, "by": by, "at": at}
        version = commands.send_through(session, piece, "Скуп 2026.jpg", samples.photo(), site.worker.storage, **sent)
    jobs.run("evidence.check_uploads", site.worker, at=at)
    with world.tenant.session() as session:
        return session.get_one(EvidenceVersion, (version.organisation_id, version.id))


def test_an_archive_holds_the_files_under_their_names(site: Site, world: World, kept: EvidenceVersion, at: datetime) -> None:
    names = names_in(export(site, world.tenant, at=at))
    assert {f"files/evidence/{kept.id}/Скуп 2026.jpg", f"files/evidence/{kept.id}.original/Скуп 2026.jpg"} <= names
    assert not [name for name in names if "incoming" in name]


@pytest.mark.parametrize("with_new_ids", [False, True])
def test_files_arrive_whole(site: Site, world: World, kept: EvidenceVersion, other: Site, at: datetime, with_new_ids: bool) -> None:
    brought = bring(other, export(site, world.tenant, at=at), at=at, with_new_ids=with_new_ids)
    with other.database.transaction() as session:
        act_for(session, brought.organisation_id)
        [there] = [each for each in session.query(EvidenceVersion) if each.sha256 == kept.sha256]
        assert (there.id == kept.id) is not with_new_ids
        assert commands.read_version(there, other.worker.storage)
        assert commands.read_version(there, other.worker.storage, original=True) == samples.photo()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_erasing_an_organisation_takes_its_files(site: Site, world: World, kept: EvidenceVersion, at: datetime) -> None:
    key = queries.stored_key(kept)
    assert site.worker.storage.exists(key)
    with site.worker.database.transaction() as session:
        leaving.erase_organisation(session, site.worker.storage, world.tenant.organisation_id, at=at)
    assert not [path for path in Path(site.folder).rglob("*") if str(kept.id) in path.name]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_erasing_a_person_leaves_what_they_added_under_a_former_member(
    site: Site, world: World, kept: EvidenceVersion, at: datetime
) -> None:
    leaving.erase_accounts(site.worker, [world.tenant.actor("contributor").person_id], at=at)
    with world.tenant.session() as session:
        there = session.get_one(EvidenceVersion, (kept.organisation_id, kept.id))
        assert there.added_by_id == kept.added_by_id
    assert commands.read_version(there, site.worker.storage)
