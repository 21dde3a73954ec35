"""A device with passkeys, in software: answers like a browser, and can be told to answer wrongly."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 1, 4, 64  # flags of what the device says


@dataclass
class Device:
    """Makes one passkey and uses it. `count` goes up with each use, `knows_user` is whether it asked for a finger or PIN."""

    origin: str = "http://localhost"
    site: str = "localhost"
    count: int = 0
    step: int = 1
    knows_user: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: str = field(default_factory=lambda: bytes_to_base64url(secrets.token_bytes(32)))
    user: str = ""

    def make(self, asked: str) -> str:
        """The answer to a request for a new passkey."""
        options = json.loads(asked)
        self.user = options["user"]["id"]
        said = self._client_data("webauthn.create", options["challenge"])
        raw = base64url_to_bytes(self.id)
        attested = bytes(16) + struct.pack(">H", len(raw)) + raw + self._public_key()
        made = encode_cbor({"fmt": "none", "attStmt": {}, "authData": self._says(ATTESTED) + attested})
        return self._answer({"clientDataJSON": bytes_to_base64url(said), "attestationObject": bytes_to_base64url(made)})

    def use(self, asked: str, **changes: Any) -> str:
        """The answer to a request for this passkey; `changes` replace fields of it."""
        self.count += self.step
        said = self._client_data("webauthn.get", json.loads(asked)["challenge"])
        says = self._says(0)
        signature = self.key.sign(says + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        fields = {
            "clientDataJSON": bytes_to_base64url(said),
            "authenticatorData": bytes_to_base64url(says),
            "signature": bytes_to_base64url(signature),
            "userHandle": self.user,
        }
        return self._answer(fields | changes)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _says(self, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.knows_user else 0)
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def _answer(self, response: dict[str, str]) -> str:
        answer = {"id": self.id, "rawId": self.id, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(answer)
