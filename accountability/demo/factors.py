"""The coordinator's second factor: known to everybody on purpose, like the passwords, because the region is for trying out."""

import base64
import hashlib
from datetime import datetime

from accountability.identity.domain.factors import code_at, secret_in_groups

BYTES = 20  # as long as a real one


def secret_of(seed: str) -> str:
    """The secret of the coordinator's code generator, the same for every world of this seed."""
    return base64.b32encode(hashlib.sha256(f"{seed} coordinator".encode()).digest()[:BYTES]).decode()


def key_of(seed: str) -> str:
    """The same as people type it into a code generator of their own."""
    return secret_in_groups(secret_of(seed))


def code_of(seed: str, *, at: datetime) -> str:
    """What the coordinator's code generator shows."""
    return code_at(secret_of(seed), at=at)
