"""Asking other machines whose address somebody typed: by https, never inside our own network, never for long.

What people type as an address could make this server ask its own neighbours for them. So every name is looked up here, all that
it stands for must lie in the public internet, and the connection goes to the very address that was checked. Redirects are not
followed. The whole of a request, however slowly it is answered, ends at its deadline.
"""

import http.client
import ipaddress
import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

log = logging.getLogger(__name__)
MOST_BYTES = 300_000  # far more than any honest answer about signing in
CONNECT_SECONDS = 2.0
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowedOutside(Exception):
    """The address may not be asked: not https, or not in the public internet."""


class NoAnswer(Exception):
    """The other machine gave no usable answer in time."""


@dataclass(frozen=True)
class Answer:
    """What another machine said."""

    status_code: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON; ValueError when it is none."""
        return json.loads(self.body)

    def raise_for_status(self) -> None:
        """NoAnswer for anything but success."""
        if self.status_code >= 300:
            raise NoAnswer(f"status {self.status_code}")


class Patience:
    """How long all requests for one thing may take together."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left; NoAnswer when there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise NoAnswer("out of time")
        return left


def check_address(url: str, *, is_open: bool) -> SplitResult:
    """The address in parts; NotAllowedOutside unless it is plain https. `is_open`: in development, http on this machine too."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowedOutside("not an address") from error
    is_plain = bool(parts.hostname) and parts.username is None and parts.password is None and not parts.fragment and port != 0
    if not is_plain or not url.isascii() or any(letter <= " " for letter in url):
        raise NotAllowedOutside("not an address")
    if parts.scheme != "https" and not (is_open and parts.scheme == "http"):
        raise NotAllowedOutside("not https")
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet; of one that is wrapped in another kind, whether the inner one does."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in _wrapped(ip) or [ip])


def _wrapped(ip: Address) -> list[Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    inside: list[Address] = [found for found in (ip.ipv4_mapped, ip.sixtofour) if found]
    inside += ip.teredo or ()
    return inside + ([ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)] if ip in NAT64 else [])


def find_addresses(host: str, port: int, *, is_open: bool) -> list[str]:
    """The IP addresses of a host; NotAllowedOutside when any is not public, NoAnswer when there are none."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NoAnswer("the name is not known") from error
    if not is_open and not all(is_public(address) for address in found):
        raise NotAllowedOutside("not in the public internet")
    return list(dict.fromkeys(found))


class Outside:
    """Asks other machines. `is_open` lets development and tests ask this machine."""

    def __init__(self, *, is_open: bool) -> None:
        self.is_open = is_open

    def ask(
        self, method: str, url: str, *, patience: Patience, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request; NotAllowedOutside or NoAnswer. A redirect is an answer like any other, and not followed."""
        parts = check_address(url, is_open=self.is_open)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            with _until(patience, self._connect(parts, port, patience)) as connection:
                if isinstance(connection.sock, ssl.SSLSocket):
                    connection.sock.do_handshake()
                connection.request(method, path, body=body, headers={"Accept": "application/json", **(headers or {})})
                response = connection.getresponse()
                text = response.read(MOST_BYTES + 1)
                # Hung up on, a body without a stated length looks complete.
                _ = patience.left
        except (OSError, http.client.HTTPException, ValueError) as error:
            log.warning("%s gave no answer: %s", parts.hostname, type(error).__name__)
            raise NoAnswer(type(error).__name__) from error
        if len(text) > MOST_BYTES:
            raise NoAnswer("too long")
        return Answer(response.status, text)

    def _connect(self, parts: SplitResult, port: int, patience: Patience) -> http.client.HTTPConnection:
        host = parts.hostname or ""
        raw = _reach(find_addresses(host, port, is_open=self.is_open), port, patience)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = raw
        if parts.scheme == "https":
            # The certificate is checked against the name, though the connection went to the address that was looked at.
            connection.default_port = 443
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)
        return connection


def _reach(addresses: list[str], port: int, patience: Patience) -> socket.socket:
    for address in addresses:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=min(CONNECT_SECONDS, patience.left))
    raise NoAnswer("cannot be reached")


@contextmanager
def _until(patience: Patience, connection: http.client.HTTPConnection) -> Iterator[http.client.HTTPConnection]:
    """Ends the connection at the deadline, whatever still drips in, and in any case after the block."""

    # The connection lets go of its socket when the other side announces that it will close, and the answer goes on reading it.
    line = connection.sock

    def hang_up() -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    line.settimeout(patience.left)
    timer = threading.Timer(patience.left, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()
        line.close()
