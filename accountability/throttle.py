"""Limits on how often somebody may knock, without keeping who knocked."""

import hashlib
import hmac
import logging
import secrets
import threading
import time

from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

log = logging.getLogger(__name__)
PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}  # seconds; a store that hangs must not hold up a page
KEY_SECONDS = 600  # a key lives ten minutes at most; after that its hashes mean nothing to anybody


class TooMany(Exception):
    """The limit is reached; try again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"try again in {seconds} seconds")


class Throttle:
    """Counts knocks under a keyed hash whose key is random, stays in memory and changes within ten minutes."""

    def __init__(self, url: str = "memory://") -> None:
        options = PATIENCE if url.startswith("redis") else {}
        self._limiter = FixedWindowRateLimiter(storage_from_string(url, wrap_exceptions=True, **options))
        self._fallback = FixedWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()
        self._key, self._born = secrets.token_bytes(32), time.monotonic()

    def knock(self, door: str, who: str, limit: str) -> None:
        """Count one knock of `who` at `door`; TooMany when `limit` (such as "10/minute") is passed."""
        rule, name = parse(limit), self._hash(who)
        try:
            is_allowed = self._limiter.hit(rule, door, name)
        except StorageError:
            # Neither open to all nor closed to all: count in this process until the store is back.
            log.warning("the store of the limits is out of reach; counting in this process")
            is_allowed = self._fallback.hit(rule, door, name)
        if not is_allowed:
            raise TooMany(min(rule.get_expiry(), KEY_SECONDS))

    def _hash(self, who: str) -> str:
        with self._lock:
            if time.monotonic() - self._born > KEY_SECONDS:
                self._key, self._born = secrets.token_bytes(32), time.monotonic()
            return hmac.new(self._key, who.encode(), hashlib.sha256).hexdigest()
