"""One archive of everything: all that may leave, nothing that may not, and only to whoever may have it to the end."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from accountability import jobs
from accountability.access import Role
from accountability.leaving import commands, domain
from accountability.leaving.access import EXPORT_ORGANISATION
from accountability.leaving.archive.writing import ArchiveWriter
from accountability.leaving.commands.exporting import _take_up
from accountability.leaving.domain import Holds
from accountability.leaving.domain.exporting import DEAD_AFTER
from accountability.leaving.holdings import Holding, holding, holdings
from accountability.organisation.models import Member
from accountability.outbox import OutboxMail
from accountability.survey.queries import get_survey
from tests.factories import survey as survey_factory
from tests.factories.world import Universe
from tests.leaving.conftest import Site, ask, export, names_in, rows_of, state
from tests.support.databases import all_seeing
from tests.support.tenants import NEIGHBOUR, Tenant


def test_the_manifest_names_every_file_with_its_digest_and_every_row(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        digests = {name: hashlib.sha256(opened.read(name)).hexdigest() for name in opened.namelist() if name != "manifest.json"}
    assert manifest["files"] == digests
    assert manifest["counts"]["member"] == len(rows_of(archive, "member")) >= 10
    assert {"README.txt", "files/minutes.txt", "csv/assessment.csv"} <= names_in(archive)


def test_every_table_that_travels_is_there_and_nothing_of_others(archive: Path, leaver: Tenant) -> None:
    expected = {table.name for table in holdings() if table.travels or table.is_shown_only}
    assert {name.removeprefix("data/").removesuffix(".jsonl") for name in names_in(archive) if name.startswith("data/")} == expected
    for table in expected:
        for row in rows_of(archive, table):
            assert str(leaver.organisation_id) in (row["organisation_id"], row.get("convenor_id")), table
    with zipfile.ZipFile(archive) as opened:
        assert not [name for name in opened.namelist() if NEIGHBOUR.encode() in opened.read(name)]


def secrets_in(site: Site, leaver: Tenant, archive: Path) -> list[str]:
    """What opens doors or leads to a single answer, and stands in the archive."""
    with zipfile.ZipFile(archive) as opened:
        text = b"".join(opened.read(name) for name in opened.namelist()).decode()
    secrets: list[str] = []
    with all_seeing(site.database).connect() as connection:
        for table in holdings():
            for name in table.named(Holds.SECRET, Holds.ANONYMOUS):
                found = [str(value) for value in connection.scalars(sa.select(table.table.c[name]))]
                secrets += [value for value in found if len(value) > 30]
        secrets += [str(id_) for id_ in connection.scalars(sa.select(holding("text_answer").table.c.id))]
    own = {str(value) for value in leaver_ids(site, leaver)}
    assert len(secrets) > 50
    return sorted({secret for secret in secrets if secret in text} - own)


def leaver_ids(site: Site, leaver: Tenant) -> set[object]:
    """Ids that stand in anonymous tables too, but are the organisation's own: of its surveys."""
    survey = holding("survey").table
    with all_seeing(site.database).connect() as connection:
        return set(connection.scalars(sa.select(survey.c.id).where(survey.c.organisation_id == leaver.organisation_id)))


def test_no_secret_and_no_single_answer_is_in_it(site: Site, leaver: Tenant, archive: Path) -> None:
    assert secrets_in(site, leaver, archive) == []


def test_a_planted_secret_is_seen(site: Site, leaver: Tenant, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = property(lambda table: [column.name for column in table.table.columns])
    monkeypatch.setattr(Holding, "leaving", everything)
    assert secrets_in(site, leaver, export(site, leaver, at=at))


@pytest.mark.parametrize("kind", ["sqlite"])
def test_who_agreed_in_a_member_is_not_the_convenors_to_take_along(site: Site, universe: Universe, at: datetime) -> None:
    convenor, member = (universe.worlds[key].tenant for key in ("A1", "A2"))
    agreed, taken = (
        {row["consent_given_by"] for row in rows_of(export(site, tenant, at=at), "round_member") if is_of(row, member)}
        for tenant in (member, convenor)
    )
    assert agreed - {None}
    assert taken == {None}


def is_of(row: dict[str, Any], tenant: Tenant) -> bool:
    return bool(row["organisation_id"] == str(tenant.organisation_id))


def test_counts_say_nothing_finer_than_the_pages(archive: Path) -> None:
    """Twelve people answered with 9; what leaves is the smallest number of its class."""
    everybody = [row["answers"] for row in rows_of(archive, "tally") if row["question"] == 0]
    assert set(everybody) == {10}


def test_texts_under_ten_stay(site: Site, leaver: Tenant, at: datetime) -> None:
    with leaver.session() as session, session.begin():
        by = leaver.actor("officer")
        quiet = survey_factory.make_open(session, by, at)
        few = survey_factory.answers(texts={"6": "Only one of us said this"})
        survey_factory.send(session, quiet, at, given=few)
        survey_factory.fill(session, quiet, at, 9, given=survey_factory.answers(texts={}))
    with Tenant(site.worker.database, leaver.organisation_id, leaver.name, at).session() as session, session.begin():
        survey_factory.commands.mix_survey(session, get_survey(session, quiet.id), at=at)
    found = export(site, leaver, at=at)
    assert "Only one of us" not in str(rows_of(found, "text_answer"))
    assert rows_of(found, "text_answer")


def test_cells_of_tables_for_people_are_no_formulas(tmp_path: Path) -> None:
    with (tmp_path / "x.zip").open("wb") as file, ArchiveWriter(file) as writer:
        writer.add_table("csv/x.csv", ["a", "b"], [{"a": '=1+"1"', "b": {"deep": "=x"}}, {"a": "one, two", "b": -1}])
    with zipfile.ZipFile(tmp_path / "x.zip") as opened:
        cells = list(csv.reader(io.StringIO(opened.read("csv/x.csv").decode("utf-8-sig"), newline="")))
    assert cells == [["a", "b"], ['\'=1+"1"', '{"deep": "=x"}'], ["one, two", "-1"]]


def test_who_asked_is_told_by_mail_when_it_is_ready(site: Site, leaver: Tenant, archive: Path) -> None:
    with site.worker.database.session() as session:
        told = session.scalars(sa.select(OutboxMail).where(OutboxMail.subject.like("The archive of%"))).one()
    assert told.recipient == f"owner@{leaver.organisation_id}.example"
    assert "/organisation/leaving" in told.text
    assert state(leaver) == "ready"


def test_a_second_archive_waits_for_the_first(leaver: Tenant, site: Site, at: datetime) -> None:
    ask(site, leaver, at=at)
    with pytest.raises(domain.ExportIsUnderWay):
        ask(site, leaver, at=at)


def test_an_archive_stops_when_who_asked_is_no_owner_any_more(site: Site, leaver: Tenant, at: datetime) -> None:
    export_id = ask(site, leaver, at=at)
    with leaver.session() as session, session.begin():
        session.get_one(Member, (leaver.organisation_id, leaver.actor("owner").member_id)).role = Role.VIEWER
    commands.make_export(site.worker, leaver.organisation_id, rule=EXPORT_ORGANISATION, at=at)
    assert state(leaver) == "stopped"
    assert not site.worker.storage.exists(f"{leaver.organisation_id}/exports/{export_id}.zip")


def test_an_archive_stops_when_the_right_is_lost_half_way(
    site: Site, leaver: Tenant, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(site, leaver, at=at)
    answers = iter([True, True, True])
    monkeypatch.setattr("accountability.leaving.queries.holds_rule", lambda *_: next(answers, False))
    commands.make_export(site.worker, leaver.organisation_id, rule=EXPORT_ORGANISATION, at=at)
    assert state(leaver) == "stopped"
    assert not site.worker.storage.keys(str(leaver.organisation_id))


def test_an_archive_that_breaks_is_stopped_and_reported(
    site: Site, leaver: Tenant, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(site, leaver, at=at)
    monkeypatch.setattr(ArchiveWriter, "add_table", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        commands.make_export(site.worker, leaver.organisation_id, rule=EXPORT_ORGANISATION, at=at)
    assert state(leaver) == "stopped"


def test_what_a_killed_worker_left_is_made_by_another_one_later(site: Site, leaver: Tenant, at: datetime) -> None:
    ask(site, leaver, at=at)
    assert _take_up(site.worker, leaver.organisation_id, rule=EXPORT_ORGANISATION, at=at)
    jobs.run("leaving.make_exports", site.worker, at=at + timedelta(minutes=5))
    assert state(leaver) == "running"
    jobs.run("leaving.make_exports", site.worker, at=at + DEAD_AFTER + timedelta(minutes=1))
    assert state(leaver) == "ready"
