"""Small things that the verification standard asks for, beside what the capabilities' own tests show."""

import socket
import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from accountability import database, id_token
from accountability.outside import NoAnswer, Outside, Patience
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
NOW = AT.timestamp()
CLAIMS = {"iss": "i", "aud": "c", "nonce": "n", "sub": "p", "iat": NOW, "exp": NOW + 60}


def check(**claims: object) -> None:
    id_token.check_claims({**CLAIMS, **claims}, issuer="i", client_id="c", nonce="n", at=AT)


@pytest.mark.parametrize("moment", [NOW + 61, NOW + 86_400, "soon", None, True])
def test_a_token_that_does_not_count_yet_is_not_believed(moment: object) -> None:
    with pytest.raises(id_token.NotBelieved, match="not count yet"):
        check(nbf=moment)


def test_a_token_that_counts_already_or_says_nothing_is() -> None:
    check(nbf=NOW - 5)
    check(nbf=NOW + 30)
    check()


def test_a_database_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "CONNECT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = database.make_engine(f"postgresql+psycopg://web@127.0.0.1:{silent.getsockname()[1]}/x")
        began = time.monotonic()
        with pytest.raises(sa.exc.OperationalError, match="timeout"):
            engine.connect()
        assert time.monotonic() - began < 10


def test_a_machine_that_cannot_show_who_it_is_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, pytest.raises(NoAnswer):
        Outside(is_open=True).ask("GET", f"https://127.0.0.1:{door.getsockname()[1]}/secret?x=1", patience=Patience(0.3))
    assert "127.0.0.1 gave no answer" in caplog.text
    assert "secret" not in caplog.text


def test_wrong_passwords_are_in_the_log_alike_for_known_and_unknown(
    client: CheckingClient, ours: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    for email in (f"owner@{ours.organisation_id}.example", "nobody@example.org"):
        client.post("/sign-in", {"email": email, "password": "not the right one"}, expect=422)
    said = [record.getMessage() for record in caplog.records if record.name.endswith("entering")]
    assert [line.rpartition(" ")[0] for line in said] == ["a password was wrong at door"] * 2
    assert len(set(said)) == 2
    assert not [word for word in ("owner@", "nobody", "right one") if word in caplog.text]


def test_other_wrong_proofs_are_in_the_log_too(client: CheckingClient, ours: Tenant, caplog: pytest.LogCaptureFixture) -> None:
    client.post("/sign-in/passkey", {"answer": "{}"})
    client.sign_in(ours, "owner").post("/account/confirm", {"way": "password", "current": "not the right one"}, expect=422)
    assert "a passkey did not sign in: ChallengeHasLapsed" in caplog.text
    assert f"a proof by password was wrong for person {ours.actor('owner').person_id}" in caplog.text
    assert "right one" not in caplog.text
