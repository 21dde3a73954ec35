"""What a provider signs: believed only as far as one of its keys signed it, for us, just now, and for this attempt.

Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725 (practice with such tokens).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

# Signatures with a public key only: with a shared one, whoever knows our secret could sign; "none" signs nothing.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
SKEW = timedelta(seconds=60)  # how far the provider's clock may be off
FRESH = timedelta(minutes=10)  # how old a token may be when it arrives
LONGEST_SUBJECT = 255  # characters, by the standard
RSA_DIGITS = 342  # in base64, of a key of 2,048 bits
PRIVATE = {"d", "p", "q", "dp", "dq", "qi"}  # parts that a careless provider might show


class NotBelieved(Exception):
    """What the provider says does not hold together; the text says what, for owners and operators."""


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """Whom the provider vouches for; `email` in lower case, None unless the provider verified it."""

    issuer: str
    subject: str
    email: str | None
    name: str
    signed_in_at: datetime | None


def read_keys(told: Mapping[str, Any]) -> KeySet:
    """The provider's public keys that may sign; what we do not understand is left out."""
    keys: list[Key] = []
    for data in told.get("keys") or ():
        if isinstance(data, dict) and _may_sign(data):
            with suppress(JoseError, ValueError, TypeError, KeyError):
                keys.append(JWKRegistry.import_key({name: value for name, value in data.items() if name not in PRIVATE}))
    return KeySet(keys)


def _may_sign(data: Mapping[str, Any]) -> bool:
    is_long_enough = data.get("kty") != "RSA" or len(str(data.get("n", ""))) >= RSA_DIGITS
    return data.get("kty") in ("RSA", "EC", "OKP") and data.get("use", "sig") == "sig" and is_long_enough


def read_token(text: str, keys: KeySet) -> Mapping[str, Any]:
    """What a token says, if one of the keys signed it."""
    try:
        return jwt.decode(text, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotBelieved("its signature does not hold") from error


def check_claims(claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, at: datetime) -> None:
    """NotBelieved unless the token is from this provider, for us, of now, and for this attempt."""
    audience = claims.get("aud")
    if claims.get("iss") != issuer:
        raise NotBelieved("the token is from another provider")
    if audience not in (client_id, [client_id]) or claims.get("azp", client_id) != client_id:
        raise NotBelieved("the token is for somebody else")
    if claims.get("nonce") != nonce:
        raise NotBelieved("the token is from another attempt")
    expires_at, made_at = _moment(claims, "exp"), _moment(claims, "iat")
    if expires_at is None or made_at is None or at > expires_at + SKEW or not at - FRESH <= made_at <= at + SKEW:
        raise NotBelieved("the token is too old, or its clock is wrong")
    if "nbf" in claims and at < (_moment(claims, "nbf") or datetime.max.replace(tzinfo=UTC)) - SKEW:
        raise NotBelieved("the token does not count yet")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotBelieved("the token names nobody")


def vouched_by(claims: Mapping[str, Any]) -> Vouched:
    """Whom checked claims are about."""
    email, name = claims.get("email"), claims.get("name")
    is_verified = claims.get("email_verified") in (True, "true") and isinstance(email, str)
    return Vouched(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=str(email).strip().lower() if is_verified else None,
        name=name if isinstance(name, str) else "",
        signed_in_at=_moment(claims, "auth_time"),
    )


def is_signed_in_since(vouched: Vouched, *, asked_at: datetime) -> bool:
    """Whether the provider says that the person proved who they are after they were asked to."""
    return vouched.signed_in_at is not None and vouched.signed_in_at >= asked_at - SKEW


def _moment(claims: Mapping[str, Any], name: str) -> datetime | None:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None
