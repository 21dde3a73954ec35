"""An archive arrives in another installation: the same figures, replies and links there, or nothing at all."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from accountability import clock, roles
from accountability.app import create_app, create_constituents_app
from accountability.identity.commands import add_account
from accountability.leaving import commands, domain, queries
from accountability.leaving.cli import bring_in
from accountability.leaving.commands import Brought
from accountability.leaving.holdings import holding, holdings
from accountability.organisation.queries import list_members
from accountability.outbox import OutboxMail
from accountability.refusal import Refusal
from accountability.tenancy import OrganisationId, act_for
from tests.factories.world import Universe, World
from tests.leaving.conftest import Site, Sites, export
from tests.support.client import CheckingClient
from tests.support.databases import all_seeing, as_role
from tests.support.tenants import Tenant

STAFF = ("assessment.show_profile", "assessment.show_gap", "survey.show_results", "followup.show_followup")
MAIL = re.compile(r"@[0-9a-f-]{36}\.example")  # members of tests have their organisation's id in their address
CHANGING = re.compile(r'name="csrf_token" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}')


@pytest.fixture
def world(universe: Universe) -> World:
    return universe.worlds["A2"]


@pytest.fixture
def archive(site: Site, world: World, at: datetime) -> Path:
    site.worker.storage.put(f"{world.tenant.organisation_id}/minutes.txt", b"We met.", content_type="text/plain")
    return export(site, world.tenant, at=at)


@pytest.fixture
def other(sites: Sites, kind: str) -> Site:
    """An empty installation on the other database."""
    return sites("postgresql" if kind == "sqlite" else "sqlite")


def bring(site: Site, archive: Path, *, at: datetime, tokens: list[str] | None = None, **options: Any) -> Brought:
    noted = tokens if tokens is not None else []
    with clock.fixed(at):
        chosen = {"dry_run": False, "with_new_ids": False} | options
        return bring_in(site.worker, archive, address=lambda token: noted.append(token) or token, **chosen)


def counts(site: Site) -> dict[str, int]:
    """How many rows each table has."""
    with all_seeing(site.database).connect() as connection:
        return {table.name: connection.scalar(sa.select(sa.func.count()).select_from(table.table)) or 0 for table in holdings()}


def come_back(site: Site, brought: Brought, tokens: list[str], at: datetime) -> Tenant:
    """Every member of a restored organisation confirms who they are."""
    tenant = Tenant(site.database, brought.organisation_id, brought.name, at)
    for token in tokens:
        with as_role(site.database, roles.WEB).transaction() as session:
            found = queries.find_rejoining(session, token)
            assert found
            act_for(session, found.organisation_id)
            member = next(each for each in list_members(session) if each.id == found.member_id)
            account = add_account(session, email=member.email, password_hash=None, at=at)
            actor = commands.rejoin(session, found, account=account, at=at)
            tenant.actors[actor.role] = actor
    return tenant


def pages(site: Site, tenant: Tenant, ids: dict[str, list[str]], at: datetime) -> dict[str, str]:
    """What the profile, gap, results and reply pages show, without what changes with every look."""
    config = replace(site.config)
    app = create_app(config, database=as_role(site.database, roles.WEB))
    public = create_constituents_app(config, database=as_role(site.database, roles.INTAKE))
    client = CheckingClient(app, at=at).sign_in(tenant, "officer")
    outside = CheckingClient(public, at=at)
    found, codes = {}, re.compile("|".join(map(re.escape, ids["code"])))
    with app.test_request_context():
        paths = [
            app.url_for(endpoint, **{name: value})
            for endpoint in STAFF
            for name in ("assessment_id" if endpoint.startswith("assessment") else "survey_id",)
            for value in ids[name]
        ]
    for path in paths:
        answer = client._open("GET", path)
        text = codes.sub("", CHANGING.sub("", answer.text))
        found[f"{paths.index(path)} {CHANGING.sub('', path)}"] = f"{answer.status_code} {text}"
    for place, code in enumerate(ids["code"]):
        answer = outside._open("GET", f"/{code}/reply")
        found[f"reply {place}"] = f"{answer.status_code} {codes.sub('', CHANGING.sub('', answer.text))}"
    return found


def test_it_arrives_with_the_same_figures_replies_and_links(
    site: Site, world: World, archive: Path, other: Site, at: datetime
) -> None:
    tokens: list[str] = []
    brought = bring(other, archive, at=at, tokens=tokens)
    assert brought.organisation_id == world.tenant.organisation_id
    assert brought.changed_addresses == []
    there = come_back(other, brought, tokens, at)
    before, after = pages(site, world.tenant, world.ids, at), pages(other, there, world.ids, at)
    assert sum(text.startswith("200") for text in before.values()) >= 6
    assert after == before
    assert other.worker.storage.get(f"{brought.organisation_id}/minutes.txt") == b"We met."


def test_with_new_ids_everything_still_points_where_it_did(
    site: Site, world: World, archive: Path, at: datetime, universe: Universe
) -> None:
    """Brought in beside itself: no id and no address may be shared, and every page shows the same."""
    tokens: list[str] = []
    brought = bring(site, archive, at=at, tokens=tokens, with_new_ids=True)
    there = come_back_beside(site, brought, tokens, at)
    assert brought.organisation_id != world.tenant.organisation_id
    assert len(brought.changed_addresses) == brought.counts["survey_address"]
    ids = renamed(site, world, brought)
    before, after = pages(site, world.tenant, world.ids, at), pages(site, there, ids, at)
    assert list(after.values()) == list(before.values())
    assert not old_ids_in(site, world, brought)


def come_back_beside(site: Site, brought: Brought, tokens: list[str], at: datetime) -> Tenant:
    """The same people act for both."""
    tenant = Tenant(site.database, brought.organisation_id, brought.name, at)
    person = holding("person").model
    for token in tokens:
        with as_role(site.database, roles.WEB).transaction() as session:
            found = queries.find_rejoining(session, token)
            assert found
            act_for(session, found.organisation_id)
            member = next(each for each in list_members(session) if each.id == found.member_id)
            account = session.scalars(sa.select(person).where(person.email == member.email)).one()
            actor = commands.rejoin(session, found, account=Account(account.id, account.email), at=at)
            tenant.actors[actor.role] = actor
    return tenant


class Account:
    """An account as `rejoin` asks for it."""

    def __init__(self, person_id: Any, email: str) -> None:
        self.person_id, self.email = person_id, email


def renamed(site: Site, world: World, brought: Brought) -> dict[str, list[str]]:
    """The ids of the world as they are in the copy: both lists in the order of their ids' own times and titles."""
    ids: dict[str, list[str]] = {}
    for name, table in (("assessment_id", "assessment"), ("survey_id", "survey")):
        old, new = (listed(site, table, each) for each in (world.tenant.organisation_id, brought.organisation_id))
        by_row = dict(zip(old, new, strict=True))
        ids[name] = [by_row[value] for value in world.ids[name]]
    codes = dict(brought.changed_addresses)
    return ids | {"code": [codes[code] for code in world.ids["code"]]}


def listed(site: Site, table: str, organisation_id: OrganisationId) -> list[str]:
    columns = [name for name in holding(table).leaving if name not in ("organisation_id", "id", "started_by_id", "signed_by_id")]
    shown = sa.select(holding(table).table).where(holding(table).table.c.organisation_id == organisation_id)
    with all_seeing(site.database).connect() as connection:
        rows = connection.execute(shown).mappings().all()
    return [str(row["id"]) for row in sorted(rows, key=lambda row: (str([str(row[name]) for name in columns]), _order(row["id"])))]


def _order(row_id: Any) -> int:
    return row_id.int >> 64 if row_id.version == 7 else 0


def old_ids_in(site: Site, world: World, brought: Brought) -> list[str]:
    """Tables of the copy in which an old id still stands."""
    old = {str(world.tenant.organisation_id), *world.ids["assessment_id"], *world.ids["survey_id"]}
    found = []
    with all_seeing(site.database).connect() as connection:
        for table in (each for each in holdings() if each.is_owned):
            mine = sa.select(table.table).where(table.table.c.organisation_id == brought.organisation_id)
            texts = [MAIL.sub("", " ".join(map(str, row))) for row in connection.execute(mine)]
            found += [table.name for text in texts if any(each in text for each in old)]
    return found


def test_a_dry_run_says_the_same_and_writes_nothing(archive: Path, other: Site, at: datetime) -> None:
    before = counts(other)
    tried = bring(other, archive, at=at, dry_run=True)
    assert counts(other) == before
    assert other.worker.storage.keys(str(tried.organisation_id)) == []
    assert replace(tried) == bring(other, archive, at=at)


def test_members_confirm_by_mail_and_no_account_travels(archive: Path, other: Site, at: datetime) -> None:
    tokens: list[str] = []
    brought = bring(other, archive, at=at, tokens=tokens)
    assert counts(other)["person"] == counts(other)["membership"] == 0
    with other.worker.database.session() as session:
        letters = session.scalars(sa.select(OutboxMail)).all()
    assert sorted(letter.recipient for letter in letters) == sorted(brought.invited)
    assert len(tokens) == len(brought.invited) == 10


def test_a_way_back_is_for_one_person_and_for_a_month(archive: Path, other: Site, at: datetime) -> None:
    tokens: list[str] = []
    bring(other, archive, at=at, tokens=tokens)
    with other.database.transaction() as session:
        found = queries.find_rejoining(session, tokens[0])
        assert found
        act_for(session, found.organisation_id)
        stranger = add_account(session, email="stranger@example.org", password_hash=None, at=at)
        with pytest.raises(domain.WayBackIsForAnother):
            commands.rejoin(session, found, account=stranger, at=at)
        with pytest.raises(domain.WayBackHasLapsed):
            commands.rejoin(session, found, account=stranger, at=at.replace(year=2027))


def test_it_does_not_arrive_twice_under_the_same_ids(archive: Path, other: Site, at: datetime) -> None:
    bring(other, archive, at=at)
    before = counts(other)
    with pytest.raises(domain.IsHereAlready):
        bring(other, archive, at=at)
    assert counts(other) == before


def test_a_whole_round_trip_changes_no_row(site: Site, world: World, archive: Path, other: Site, at: datetime) -> None:
    """Out, in and out again: every row that can travel is the same, save who was told of the journey."""
    tokens: list[str] = []
    there = come_back(other, bring(other, archive, at=at, tokens=tokens), tokens, at)
    again = export(other, there, at=at)
    for table in ("organisation", "member", "assessment", "rating", "survey", "survey_version", "theme", "reply", "tally"):
        assert rows(again, table) == rows(archive, table), table


def rows(path: Path, table: str) -> list[bytes]:
    with zipfile.ZipFile(path) as opened:
        return opened.read(f"data/{table}.jsonl").splitlines()


# What somebody may have done to an archive. Each takes its files and gives them back changed.
Files = dict[str, bytes]


def _sign(files: Files, **said: Any) -> Files:
    manifest = json.loads(files["manifest.json"]) | said
    manifest["files"] = {name: sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"}
    return files | {"manifest.json": json.dumps(manifest).encode()}


def edit_a_row(files: Files) -> Files:
    return files | {"data/rating.jsonl": files["data/rating.jsonl"].replace(b'"level":2', b'"level":4')}


def add_a_file(files: Files) -> Files:
    return files | {"data/more.jsonl": b"{}\n"}


def take_a_file_away(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "data/rating.jsonl"}


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
    return _sign({**files, "data/rating.jsonl": files["data/rating.jsonl"].replace(b'"version":1', b'"version":"one"')})


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
