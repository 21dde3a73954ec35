"""Secrets that must be read again are kept sealed: a database copied without the key, or a row moved elsewhere, opens nothing."""

import base64
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "1"
NONCE_BYTES = 12  # AES-GCM's own size; random, and few enough secrets per key that none repeats


class CannotUnseal(Exception):
    """The text was sealed with another key, for another owner or purpose, or was changed."""


class Seal:
    """Seals with the first key and opens with any; `keys` are the installation's, newest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [derive(key, "accountability seal") for key in keys]

    def seal(self, text: str, *, purpose: str, owner: object) -> str:
        """The text, sealed for one purpose and one owner (an id)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._keys[0]).encrypt(nonce, text.encode(), _bound(purpose, owner))
        return f"{VERSION}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, *, purpose: str, owner: object) -> str:
        """The text that was sealed for this purpose and owner; CannotUnseal otherwise."""
        version, _, body = sealed.partition(".")
        try:
            raw = base64.urlsafe_b64decode(body)
        except ValueError as error:
            raise CannotUnseal(purpose) from error
        for key in self._keys if version == VERSION else ():
            try:
                return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(purpose, owner)).decode()
            except (InvalidTag, ValueError):
                continue
        raise CannotUnseal(purpose)


def derive(key: str, purpose: str) -> bytes:
    """32 bytes for one purpose, out of the installation's key."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())


def _bound(purpose: str, owner: object) -> bytes:
    return f"{VERSION}|{purpose}|{owner}".encode()
