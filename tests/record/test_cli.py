"""Whoever runs the service can verify every record, against the storage or against what owners kept."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from accountability import clock, jobs
from accountability.record.domain import BadAnchor, public_key_of, read_anchor
from tests.factories.record import record_facts
from tests.record.test_chaining import BENT, bend
from tests.support.tenants import Tenant


@pytest.fixture
def machine(app: Flask, worker: jobs.Worker, at: datetime) -> Iterator[Any]:
    """`machine("verify", …)`: the command as the operator runs it, a day later."""

    def run(*arguments: str) -> Result:
        with clock.fixed(at + timedelta(days=1)):
            return app.test_cli_runner().invoke(args=["journal", *arguments])

    before = app.extensions["worker"]
    app.extensions["worker"] = worker
    yield run
    app.extensions["worker"] = before


@pytest.fixture
def sealed(ours: Tenant, worker: jobs.Worker, at: datetime) -> Path:
    """The seal of our journal of four entries, in the storage."""
    record_facts(ours, 4, at=at)
    jobs.run("record.sign_heads", worker, at=at + timedelta(hours=1))
    [key] = worker.storage.keys(f"anchors/{ours.organisation_id}")
    return Path(worker.storage.folder) / key  # type: ignore[attr-defined]


def test_records_that_are_whole_end_with_0(machine: Any, ours: Tenant, theirs: Tenant, sealed: Path) -> None:
    said = machine("verify")
    assert said.exit_code == 0, said.output
    assert f"{ours.organisation_id}: 4 entries, sealed up to 4" in said.output
    assert f"{theirs.organisation_id}: 0 entries, not sealed" in said.output
    assert "not whole 0" in said.output


@pytest.mark.parametrize("name", ["edit", "truncate"])
def test_a_record_that_was_bent_ends_with_1_and_words(machine: Any, ours: Tenant, sealed: Path, name: str) -> None:
    bend(ours, BENT[name])
    said = machine("verify", "--organisation", str(ours.organisation_id))
    assert said.exit_code == 1
    assert "NOT WHOLE: at entry" in said.output


def test_a_seal_that_is_gone_from_outside_is_missed(machine: Any, ours: Tenant, sealed: Path) -> None:
    sealed.unlink()
    said = machine("verify", "--organisation", str(ours.organisation_id))
    assert said.exit_code == 1
    assert "not among those outside" in said.output


def test_a_seal_that_somebody_else_signed_is_not_trusted(machine: Any, ours: Tenant, sealed: Path) -> None:
    forged = json.loads(sealed.read_text())
    forged["head"]["digest"] = "0" * 64
    sealed.write_text(json.dumps(forged))
    said = machine("verify", "--organisation", str(ours.organisation_id))
    assert said.exit_code == 1
    assert "its signature does not fit" in said.output


def test_the_mails_that_owners_kept_are_enough(
    machine: Any, ours: Tenant, worker: jobs.Worker, sealed: Path, tmp_path: Path, at: datetime
) -> None:
    ours.actor("owner")
    record_facts(ours, 1, at=at, first=4)
    jobs.run("record.sign_heads", worker, at=at + timedelta(days=2))
    jobs.run("outbox.deliver_mail", worker, at=at + timedelta(days=2))
    mails = worker.mailer.folder  # type: ignore[attr-defined]
    assert machine("verify", "--organisation", str(ours.organisation_id), "--anchors", str(mails)).exit_code == 0
    assert machine("verify", "--organisation", str(ours.organisation_id), "--anchors", str(tmp_path)).exit_code == 1


def test_the_public_key_is_printed(machine: Any, worker: jobs.Worker) -> None:
    assert machine("key").output.split() == [public_key_of(worker.signing_key)]


@pytest.mark.parametrize("text", ["", "{}", "no seal", '{"head": [], "signature": "", "signed_with": ""}', "}{"])
def test_what_is_no_seal_is_said_to_be_none(text: str) -> None:
    with pytest.raises(BadAnchor, match="not an anchor"):
        read_anchor(text, trusted=[])


def test_a_seal_with_a_foreign_key_is_refused(sealed: Path) -> None:
    with pytest.raises(BadAnchor, match="not this installation's"):
        read_anchor(sealed.read_text(), trusted=[public_key_of(bytes(32))])
