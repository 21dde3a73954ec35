"""Forty files at once over a line that breaks at random: each is there once and whole, or plainly missing."""

import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from accountability import clock
from accountability.app import create_app
from accountability.database import Database
from accountability.evidence import queries
from accountability.evidence.domain import FileState
from accountability.evidence.queries import KeptFile
from tests.conftest import make_config
from tests.evidence.conftest import begin_piece
from tests.evidence.cutting import Sender, breaking_line
from tests.journeys.site import Site, running_site, wait_until
from tests.support.tenants import Tenant, make_tenant

FILES = 40


@dataclass
class Line:
    """A piece on a real server, and somebody who sends to it."""

    site: Site
    tenant: Tenant
    piece: str
    cookie: str
    fields: dict[str, str]

    def sender(self, address: str) -> Sender:
        return Sender(address, self.piece, cookie=self.cookie, fields=self.fields)

    def kept(self) -> list[KeptFile]:
        """What the server has."""
        with self.tenant.session(read_only=True) as session:
            [piece] = queries.list_pieces(session, today=clock.today())
            return queries.list_files(session, piece)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("cut")) as running:
        yield running


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    database = Database(f"sqlite:///{site.database}")
    tenant = make_tenant(database, "Otvorena Vrata", at=clock.now())
    with tenant.session() as session, session.begin():
        piece = begin_piece(session, by=tenant.actor("officer"), at=clock.now())
    token, signed = tenant.token("officer"), "0" * 40
    app = create_app(make_config(site.folder, secret_key=(site.instance / "secret_key").read_text().strip()), database=database)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    cookie = f"session={signer.dumps({'_user_id': token, '_fresh': True, 'csrf_token': signed})}"
    csrf = str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(signed))
    fields = {"csrf_token": csrf, "acting_for": str(tenant.organisation_id)}
    yield Line(site, tenant, f"/evidence/{piece.id}", cookie, fields)
    database.engine.dispose()


def contents() -> dict[str, bytes]:
    """Texts of many sizes, no two alike."""
    chance = random.Random(7)
    return {f"file {n:02}.txt": f"{n} {'words ' * chance.randrange(1, 40_000)}".encode() for n in range(FILES)}


def send_all(sender: Sender, files: dict[str, bytes], *, tries: int) -> dict[str, bool]:
    """Name → whether it is there, all at once."""
    with ThreadPoolExecutor(8) as pool:
        sent = pool.map(lambda each: sender.send(*each, tries=tries), files.items())
        return dict(zip(files, sent, strict=True))


def test_forty_files_over_a_breaking_line_are_each_there_once_and_whole_or_plainly_missing(line: Line) -> None:
    files = contents()
    with breaking_line(line.site.address, share=0.4, seed=11) as (proxy, address):
        first = send_all(line.sender(address), files, tries=2)
    missing = [name for name, is_there in first.items() if not is_there]
    assert proxy.cuts > 10
    assert 0 < len(missing) < FILES
    arrived = {kept.file.name for kept in line.kept() if kept.newest.state is not FileState.ANNOUNCED}
    # What was not said to be there may have arrived when only the answer was cut off; never the other way round.
    assert arrived >= {name for name, is_there in first.items() if is_there}
    again = send_all(line.sender(line.site.address), {name: files[name] for name in missing}, tries=3)
    assert all(again.values())
    whole = wait_until(lambda: digests(line), what="all files to be checked")
    assert set(whole) == {hashlib.sha256(content).hexdigest() for content in files.values()}


def test_with_enough_tries_every_file_arrives_once(line: Line) -> None:
    files = contents()
    with breaking_line(line.site.address, share=0.4, seed=5) as (proxy, address):
        sent = send_all(line.sender(address), files, tries=60)
    assert all(sent.values())
    assert proxy.cuts > 10
    wait_until(lambda: digests(line), what="all files to be checked")
    kept = line.kept()
    assert all(each.newest.state is FileState.READY for each in kept)
    assert sorted(each.file.name for each in kept) == sorted(files)


def digests(line: Line) -> list[str] | None:
    """The digests of everything that is ready, once nothing is on its way any more."""
    versions = [version for kept in line.kept() for version in kept.versions]
    if any(not version.state.is_settled for version in versions):
        return None
    return [version.sha256 for version in versions if version.state is FileState.READY and version.sha256]
