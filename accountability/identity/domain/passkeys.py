"""Passkeys: what is asked of a browser, and whether its answer is right. Made for our own address, never for that of a request.

A passkey proves two things at once, that somebody holds the device and that the device knows them (a finger, a face, a PIN),
so it counts as both factors.
"""

import json
import re
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accountability.identity.domain.factors import ISSUER
from accountability.refusal import Refusal

CHALLENGE_LASTS = timedelta(minutes=5)
ID = re.compile(r"[A-Za-z0-9_-]{1,1364}")
LONGEST_ANSWER = 20_000  # characters; a browser's answer has about 1,500
# Browsers take no number for an address; the machine itself has a name that they trust.
NAMED = {"127.0.0.1": "localhost", "::1": "localhost"}


class PasskeyIsWrong(Refusal):
    message = "This passkey could not be confirmed. Try again, or choose another way."


class PasskeyIsUnknown(Refusal):
    message = "We do not know this passkey. It may have been removed from your account; choose another way."


class PasskeyWasCopied(Refusal):
    message = (
        "This passkey counts backwards, as a copy of it would, so it was refused. "
        "Choose another way to sign in, then remove this passkey from your account."
    )


class ChallengeHasLapsed(Refusal):
    message = "Too much time has passed, or this was sent twice. Try again."


class PasskeyIsThere(Refusal):
    message = "This passkey is in your account already."


@dataclass(frozen=True, kw_only=True)
class Site:
    """The address that passkeys are made for: its name, and where pages come from."""

    name: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class NewPasskey:
    """What a browser made: id and public key as URL-safe Base64."""

    id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What we know of a passkey that is now used."""

    id: str
    public_key: str
    sign_count: int


def site_of(base_url: str) -> Site:
    """The site of the configured base address."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    name = NAMED.get(host, host)
    port = f":{parts.port}" if parts.port else ""
    return Site(name=name, origin=f"{parts.scheme}://{name}{port}")


def new_challenge() -> str:
    """32 random bytes that the device signs, so that an answer fits one question only."""
    return secrets.token_urlsafe(32)


def has_lapsed_challenge(*, asked_at: datetime, at: datetime) -> bool:
    """Whether an answer comes too late."""
    return not timedelta() <= at - asked_at <= CHALLENGE_LASTS


def ask_for_new(site: Site, challenge: str, *, person_id: uuid.UUID, email: str, known: Collection[str]) -> str:
    """What a browser is asked to make, as JSON; `known` are the ids of passkeys that the person has."""
    asked = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name=ISSUER,
        user_id=person_id.bytes,
        user_name=email,
        challenge=base64url_to_bytes(challenge),
        timeout=_milliseconds(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(asked)


def ask_for_known(site: Site, challenge: str, *, known: Collection[str] = ()) -> str:
    """What a browser is asked to sign, as JSON; without `known` it offers whatever it has for us."""
    asked = webauthn.generate_authentication_options(
        rp_id=site.name,
        challenge=base64url_to_bytes(challenge),
        timeout=_milliseconds(),
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(asked)


def read_new(site: Site, challenge: str, answer: str) -> NewPasskey:
    """The passkey that a browser made when asked with this challenge; refuses PasskeyIsWrong."""
    try:
        made = webauthn.verify_registration_response(
            credential=_parsed(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:
        # Whatever a stranger's bytes make the library stumble over, they are no passkey.
        raise PasskeyIsWrong from error
    return NewPasskey(
        id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
    )


def id_in(answer: str) -> str:
    """Which passkey an answer says it comes from; refuses PasskeyIsWrong."""
    found = _parsed(answer).get("id")
    if not isinstance(found, str) or not is_passkey_id(found):
        raise PasskeyIsWrong
    return found


def is_passkey_id(text: str) -> bool:
    """Whether a text can be the id of a passkey: URL-safe Base64, and no longer than the standard lets it be."""
    return ID.fullmatch(text) is not None


def read_known(site: Site, challenge: str, answer: str, *, kept: Kept, person_id: uuid.UUID) -> int:
    """The new count of the passkey that signed the challenge; refuses PasskeyIsWrong or PasskeyWasCopied."""
    try:
        credential = _parsed(answer)
        count = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(kept.public_key),
            # The library would refuse a count that went back in one breath with all else; we say it apart.
            credential_current_sign_count=0,
            require_user_verification=True,
        ).new_sign_count
        whose = credential["response"].get("userHandle")
    except Exception as error:
        raise PasskeyIsWrong from error
    if whose and whose != bytes_to_base64url(person_id.bytes):
        raise PasskeyIsWrong
    if is_copy(before=kept.sign_count, now=count):
        raise PasskeyWasCopied
    return count


def is_copy(*, before: int, now: int) -> bool:
    """Whether a count did not go up; passkeys that live on several devices do not count at all."""
    return (before > 0 or now > 0) and now <= before


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyIsWrong
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise PasskeyIsWrong from error
    if not isinstance(found, dict):
        raise PasskeyIsWrong
    return found


def _descriptors(known: Collection[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in sorted(known)]


def _milliseconds() -> int:
    return int(CHALLENGE_LASTS.total_seconds() * 1000)
