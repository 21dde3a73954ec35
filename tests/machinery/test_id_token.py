"""Keys and claims of a provider, apart from any provider."""

from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from accountability.id_token import NotBelieved, read_keys, read_token, vouched_by

CLAIMS = {"iss": "https://login.example.org", "sub": "p-1"}


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (RSAKey.generate_key(2048, {"kid": "k"}), "RS256"),
        (RSAKey.generate_key(2048, {"kid": "k"}), "PS256"),
        (ECKey.generate_key("P-256", {"kid": "k"}), "ES256"),
        (OKPKey.generate_key("Ed25519", {"kid": "k"}), "Ed25519"),
    ],
    ids=["RS256", "PS256", "ES256", "Ed25519"],
)
def test_a_token_signed_with_a_public_key_is_read(key: Any, algorithm: str) -> None:
    token = jwt.encode({"alg": algorithm, "kid": "k"}, CLAIMS, key, algorithms=[algorithm])
    assert read_token(token, read_keys({"keys": [key.as_dict(private=False)]}))["sub"] == "p-1"


def test_shared_keys_short_keys_and_keys_for_sealing_are_left_out() -> None:
    shared = OctKey.generate_key(256).as_dict(private=True)
    sealing = RSAKey.generate_key(2048, {"use": "enc"}).as_dict(private=False)
    short = RSAKey.generate_key(2048).as_dict(private=False) | {"n": "x" * 171}
    assert not read_keys({"keys": [shared, sealing, short, {"kty": "RSA"}, "nothing", None]})
    assert not read_keys({"keys": None})
    assert not read_keys({})


def test_a_private_part_that_a_provider_shows_is_not_taken() -> None:
    shown = RSAKey.generate_key(2048).as_dict(private=True)
    assert not read_keys({"keys": [shown]}).keys[0].is_private


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "." * 10_000])
def test_what_is_no_token_is_not_believed(text: str) -> None:
    with pytest.raises(NotBelieved):
        read_token(text, read_keys({"keys": [RSAKey.generate_key(2048).as_dict(private=False)]}))


def test_without_keys_nothing_is_believed() -> None:
    token = jwt.encode({"alg": "RS256"}, CLAIMS, RSAKey.generate_key(2048))
    with pytest.raises(NotBelieved):
        read_token(token, read_keys({}))


@pytest.mark.parametrize(
    ("email", "is_verified", "expected"),
    [
        (" Mira@Example.org", True, "mira@example.org"),
        ("mira@example.org", "true", "mira@example.org"),
        ("mira@example.org", False, None),
        ("mira@example.org", "yes", None),
        ("mira@example.org", 2, None),
        (["mira@example.org"], True, None),
    ],
)
def test_only_a_verified_address_counts(email: object, is_verified: object, expected: str | None) -> None:
    assert vouched_by({**CLAIMS, "email": email, "email_verified": is_verified}).email == expected


@pytest.mark.parametrize(("said", "meant"), [(0, datetime(1970, 1, 1, tzinfo=UTC)), (True, None), ("0", None), (10**400, None)])
def test_moments_are_numbers(said: object, meant: datetime | None) -> None:
    assert vouched_by({**CLAIMS, "auth_time": said}).signed_in_at == meant
