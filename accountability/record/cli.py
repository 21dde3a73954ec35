"""Operator commands of the record: verify it against what stands outside, and say the public key."""

import uuid
from collections.abc import Iterable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability import clock
from accountability.jobs import Worker, list_organisations, signing_keys
from accountability.record import queries
from accountability.record.domain import Anchor, BadAnchor, Finding, public_key_of, read_anchor
from accountability.tenancy import OrganisationId, act_for

journal = AppGroup("journal", help="The record of each organisation, and whether it is whole.")


def install(app: Flask) -> None:
    """Add the commands to `flask --app wsgi journal …`."""
    app.cli.add_command(journal)


@journal.command("key")
def key() -> None:
    """Print the public keys that seals are checked with, the one in use first."""
    for line in _trusted():
        click.echo(line)


@journal.command("verify")
@click.option("--organisation", type=click.UUID, help="Only the one with this id; otherwise all.")
@click.option(
    "--anchors",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with seals, as files or as the mails that owners received; otherwise those in the storage.",
)
@click.pass_context
def verify(context: click.Context, organisation: uuid.UUID | None, anchors: Path | None) -> None:
    """Check that every record is what it was, up to its last seal outside. Ends with 1 when one is not."""
    worker: Worker = current_app.extensions["worker"]
    chosen = [OrganisationId(organisation)] if organisation else list_organisations(worker, at=clock.now())
    results = [_check(worker, each, anchors) for each in chosen]
    click.echo(f"records {len(results)}, not whole {results.count(False)}")
    context.exit(0 if all(results) else 1)


def _check(worker: Worker, organisation_id: OrganisationId, folder: Path | None) -> bool:
    """Say what is wrong with one record, and whether nothing is."""
    texts = _in_folder(folder) if folder else _in_storage(worker, organisation_id)
    anchors, wrong = _read(texts, organisation_id)
    with worker.database.transaction(read_only=True) as session:
        act_for(session, organisation_id)
        known = max((anchor.position for anchor in queries.list_anchored(session)), default=0)
        finding = queries.check(session, anchors, at=clock.now())
    if known > finding.anchored:
        wrong.append(f"a seal was made at entry {known}, but it is not among those outside")
    wrong += [f"at entry {fault.position}: {fault.kind.value}" if fault.position else fault.kind.value for fault in finding.faults]
    click.echo(f"{organisation_id}: {_summary(finding)}")
    for line in wrong:
        click.echo(f"  NOT WHOLE: {line}")
    return not wrong


def _summary(finding: Finding) -> str:
    sealed = f"sealed up to {finding.anchored}" if finding.anchored else "not sealed, so nothing protects the end"
    return f"{finding.entries} entries, {sealed}, {finding.unchained} not chained yet, {finding.erased} names erased"


def _read(texts: Iterable[tuple[str, str]], organisation_id: OrganisationId) -> tuple[list[Anchor], list[str]]:
    """The organisation's own anchors among (name, text), and what is wrong with texts that are none."""
    anchors, wrong = [], []
    for name, text in texts:
        try:
            anchor = read_anchor(text, trusted=_trusted())
        except BadAnchor as error:
            wrong.append(f"the seal {name} cannot be trusted: {error}")
        else:
            anchors += [anchor] if anchor.organisation_id == organisation_id else []
    return anchors, wrong


def _in_storage(worker: Worker, organisation_id: OrganisationId) -> list[tuple[str, str]]:
    keys = worker.storage.keys(f"anchors/{organisation_id}")
    return [(key, worker.storage.get(key).decode("utf-8", "replace")) for key in keys if key.endswith(".json")]


def _in_folder(folder: Path) -> list[tuple[str, str]]:
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".txt", ".eml"})
    return [(path.name, _text_of(path)) for path in files]


def _text_of(path: Path) -> str:
    if path.suffix != ".eml":
        return path.read_text(errors="replace")
    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return str(body.get_content()) if body else ""


def _trusted() -> list[str]:
    return [public_key_of(key) for key in signing_keys(current_app.extensions["config"])]
