"""The outside anchor: the head of a chain, signed, and kept where who tampers with the database does not reach.

Without one, cutting the end off a chain and adding other entries leaves a chain that fits; see `verifying`.
"""

import base64
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from accountability.fact import canonical, moment


class BadAnchor(Exception):
    """The text is no anchor, or nobody with a key of this installation signed it; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """How far a chain went at a moment, and its digest there."""

    organisation_id: uuid.UUID
    position: int
    digest: str
    signed_at: datetime


def public_key_of(key: bytes) -> str:
    """The public half of a signing key (32 bytes), as base64: what others check signatures with."""
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()).decode()


def sign_head(anchor: Anchor, *, key: bytes) -> str:
    """The anchor as text, signed by Ed25519 over the canonical form of its `head`."""
    head = _head(anchor)
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(canonical(head))
    signed = {"head": head, "signature": base64.b64encode(signature).decode(), "signed_with": public_key_of(key)}
    return json.dumps(signed, indent=1)


def read_anchor(text: str, *, trusted: Collection[str]) -> Anchor:
    """The anchor in a text that one of the trusted public keys signed. Raises BadAnchor."""
    try:
        signed: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
        head, signature, key = signed["head"], base64.b64decode(signed["signature"], validate=True), signed["signed_with"]
        anchor = Anchor(
            organisation_id=uuid.UUID(head["organisation"]),
            position=int(head["entries"]),
            digest=str(head["digest"]),
            signed_at=datetime.strptime(head["signed_at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadAnchor("it is not an anchor") from error
    if key not in trusted:
        raise BadAnchor("it is signed with a key that is not this installation's")
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(signature, canonical(head))
    except InvalidSignature as error:
        raise BadAnchor("its signature does not fit what it says") from error
    return anchor


def _head(anchor: Anchor) -> dict[str, Any]:
    return {
        "organisation": str(anchor.organisation_id),
        "entries": anchor.position,
        "digest": anchor.digest,
        "signed_at": moment(anchor.signed_at),
    }
