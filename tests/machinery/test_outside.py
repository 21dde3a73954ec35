"""Asking other machines: only in the public internet, only by https, at the very address that was looked at, never for long."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from accountability import outside
from accountability.outside import NoAnswer, NotAllowedOutside, Outside, Patience

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
    "224.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "2002:7f00:1::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_our_own_network_is_none_of_the_internet(address: str) -> None:
    assert not outside.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert outside.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org", "ftp://example.org", "file:///etc/passwd", "gopher://example.org", "https://", "//example.org", "",
        "https://user:word@example.org", "https://user@example.org", "https://example.org/#part", "https://example.org:99999",
        "https://exämple.org", "https://example.org/a b", "https://example.org/\r\nX: y",
    ],
)  # fmt: skip
def test_only_plain_https_is_an_address(url: str) -> None:
    with pytest.raises(NotAllowedOutside):
        outside.check_address(url, is_open=False)


def names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name stands for these addresses."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "127.1"])
def test_this_machine_is_not_asked_by_any_name(host: str) -> None:
    with pytest.raises((NotAllowedOutside, NoAnswer)):
        Outside(is_open=False).ask("GET", f"https://{host}/", patience=Patience(1))


def test_a_name_is_refused_when_any_of_its_addresses_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "93.184.216.34", "10.0.0.7")
    with pytest.raises(NotAllowedOutside):
        Outside(is_open=False).ask("GET", "https://rebound.example/", patience=Patience(1))


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    names(monkeypatch, "93.184.216.34")

    def connect(address: tuple[str, int], **_more: Any) -> socket.socket:
        asked.append(address)
        # Whoever asked for the name a second time now would be sent home.
        names(monkeypatch, "127.0.0.1")
        raise OSError("no way there in a test")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NoAnswer):
        Outside(is_open=False).ask("GET", "https://rebound.example/", patience=Patience(1))
    assert asked == [("93.184.216.34", 443)]


def test_without_the_look_this_machine_would_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "is_public", lambda _address: True)
    with answering(b"HTTP/1.0 200 OK\r\n\r\n{}") as url, pytest.raises(NoAnswer, match="SSL"):
        Outside(is_open=False).ask("GET", url.replace("http:", "https:"), patience=Patience(2))


@contextmanager
def answering(text: bytes, *, stays: float = 0.0, drip: bytes = b"") -> Iterator[str]:
    """The address of a machine that answers one request with this text, then drips or stays silent."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(1)
        over = threading.Event()

        def serve() -> None:
            line, _address = door.accept()
            with line:
                line.recv(10_000)
                try:
                    line.sendall(text)
                    until = time.monotonic() + stays
                    while time.monotonic() < until and not over.wait(0.05):
                        line.sendall(drip)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/"
        over.set()
        thread.join(5)


def test_an_answer_is_read() -> None:
    with answering(b'HTTP/1.0 200 OK\r\n\r\n{"a": 1}') as url:
        assert Outside(is_open=True).ask("GET", url, patience=Patience(2)).json() == {"a": 1}


def test_a_redirect_is_not_followed() -> None:
    with answering(b"HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n") as url:
        answer = Outside(is_open=True).ask("GET", url, patience=Patience(2))
    with pytest.raises(NoAnswer):
        answer.raise_for_status()


@pytest.mark.parametrize(
    ("text", "drip"),
    [
        (b"", b""),
        (b"HTTP/1.0 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.0 200 OK\r\n\r\n", b" "),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b""),
    ],
    ids=["silent", "dripping in its headers", "dripping in its body", "going on"],
)
def test_whatever_is_slow_ends_at_the_deadline(text: bytes, drip: bytes) -> None:
    began = time.monotonic()
    with answering(text, stays=4, drip=drip) as url, pytest.raises(NoAnswer):
        Outside(is_open=True).ask("GET", url, patience=Patience(0.4))
    assert time.monotonic() - began < 2


def test_all_requests_for_one_thing_share_their_time() -> None:
    patience = Patience(0.05)
    time.sleep(0.06)
    with pytest.raises(NoAnswer):
        Outside(is_open=True).ask("GET", "http://127.0.0.1:9/", patience=patience)


@pytest.mark.parametrize("text", [b"not http at all", b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * (outside.MOST_BYTES + 1)])
def test_what_is_no_answer_is_none(text: bytes) -> None:
    with answering(text) as url, pytest.raises(NoAnswer):
        Outside(is_open=True).ask("GET", url, patience=Patience(3))
