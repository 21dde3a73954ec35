"""A line that breaks: a small TCP proxy that hangs up after some bytes, and a client that does what upload.js does."""

import json
import random
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3

TRIES = 60
PIECE = 4_096  # bytes that pass at a time


@dataclass
class Proxy:
    """Passes bytes to a server and cuts a share of the connections, some on the way there, some on the way back."""

    target: tuple[str, int]
    share: float
    chance: random.Random
    cuts: int = 0

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _address = listening.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def carry(self, near: socket.socket) -> None:
        is_cut = self.chance.random() < self.share
        there = self.chance.randrange(1, 60_000) if is_cut else None
        back = self.chance.randrange(0, 400) if is_cut and self.chance.random() < 0.5 else None
        with suppress(OSError), near, socket.create_connection(self.target, timeout=20) as far:
            away = threading.Thread(target=self.copy, args=(near, far, None if back is not None else there), daemon=True)
            away.start()
            self.copy(far, near, back)
            away.join(5)

    def copy(self, source: socket.socket, sink: socket.socket, left: int | None) -> None:
        with suppress(OSError):
            while part := source.recv(PIECE if left is None else max(1, min(PIECE, left))):
                if left is not None:
                    left -= len(part)
                    if left <= 0:
                        self.cuts += 1
                        break
                sink.sendall(part)
            for end in (source, sink):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def breaking_line(address: str, *, share: float, seed: int) -> Iterator[tuple[Proxy, str]]:
    """A proxy in front of `address` that cuts this share of the connections; gives it and its own address."""
    parts = urlsplit(address)
    proxy = Proxy((parts.hostname or "", parts.port or 80), share, random.Random(seed))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=proxy.serve, args=(listening,), daemon=True).start()
        yield proxy, f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


class Sender:
    """Sends files to one piece as the script does: announce, send, confirm, and all of it again when the line broke."""

    def __init__(self, address: str, piece: str, *, cookie: str, fields: dict[str, str]) -> None:
        self.address, self.piece, self.fields = address, piece, fields
        self.headers = {"Cookie": cookie, "Connection": "close"}

    def send(self, name: str, content: bytes, *, tries: int = TRIES) -> bool:
        """Whether the server says that it is there."""
        key = str(uuid.uuid4())
        for attempt in range(tries):
            with suppress(urllib3.exceptions.HTTPError, ValueError, OSError):
                if self.try_once(name, content, key):
                    return True
            time.sleep(min(0.02 * attempt, 0.2))
        return False

    def try_once(self, name: str, content: bytes, key: str) -> bool:
        said = self.post(f"{self.piece}/uploads", {"name": name, "size": str(len(content)), "upload_key": key})
        if said.status != 200:
            return False
        told = json.loads(said.data)
        if "upload" not in told:
            return True
        with suppress(urllib3.exceptions.HTTPError, OSError):
            self.post(told["upload"]["url"], told["upload"]["fields"], file=(name, content, "application/octet-stream"))
        return bool(self.post(told["confirm"], {}).status == 200)

    def post(self, path: str, fields: dict[str, Any], **more: Any) -> urllib3.BaseHTTPResponse:
        with urllib3.PoolManager(timeout=20, retries=False) as pool:
            everything = {**self.fields, **fields, **more}
            return pool.request("POST", self.address + path, fields=everything, headers=self.headers, redirect=False)
