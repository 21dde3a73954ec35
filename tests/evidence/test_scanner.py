"""The virus check: a scanner that finds something, one that finds nothing, one that is away; each over a real socket."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from accountability import jobs
from accountability.evidence import queries
from accountability.evidence.checking import scanner
from accountability.evidence.checking.scanner import ScannerIsAway, is_infected
from accountability.evidence.domain import Fault, FileState

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def answer_one(line: socket.socket, answer: bytes | None) -> None:
    """Read what INSTREAM sends, and answer as clamd would."""
    with line, line.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(size)
        found = b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        line.sendall(found if answer is None else answer)


@contextmanager
def clamd(answer: bytes | None = None) -> Iterator[str]:
    """The address of a scanner that knows one virus, or always says the same."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    line, _address = listening.accept()
                except OSError:
                    return
                answer_one(line, answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def test_a_scanner_tells_what_is_infected_from_what_is_not():
    with clamd() as address:
        assert is_infected(b"words " * 40_000 + EICAR, address)
        assert not is_infected(b"words " * 40_000, address)
        assert not is_infected(b"", address)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"what?\0"])
def test_an_answer_that_means_nothing_is_no_answer(answer):
    with clamd(answer) as address, pytest.raises(ScannerIsAway):
        is_infected(b"words", address)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "tcp://127.0.0.1:port", "tcp://nobody.invalid.:3310"])
def test_a_scanner_that_cannot_be_reached_is_away(address, monkeypatch):
    monkeypatch.setattr(scanner, "PATIENCE", 1)
    with pytest.raises(ScannerIsAway):
        is_infected(b"words", address)


def test_an_infected_file_is_refused_and_deleted(send, session, worker, storage, at):
    bad, good = send("bad.txt", EICAR), send("good.txt", b"words")
    with clamd() as address:
        jobs.run("evidence.check_uploads", replace(worker, clamav_url=address), at=at)
    session.expire_all()
    assert (bad.state, bad.fault, bad.reserved) == (FileState.REFUSED, Fault.INFECTED, 0)
    assert not storage.exists(queries.incoming_key(bad))
    assert not storage.exists(queries.stored_key(bad))
    assert good.state is FileState.READY


def test_without_a_scanner_the_same_file_would_pass(keep):
    assert keep("bad.txt", EICAR).state is FileState.READY


def test_while_the_scanner_is_away_a_file_waits_and_nobody_opens_it(send, session, worker, sign_in, at):
    version = send("words.txt", b"words")
    jobs.run("evidence.check_uploads", replace(worker, clamav_url="127.0.0.1:9"), at=at)
    session.expire_all()
    assert version.state is FileState.WAITING_FOR_SCAN
    piece = f"/evidence/{queries.list_pieces(session, today=at.date())[0].id}"
    client = sign_in("officer")
    assert "The virus scanner does not answer" in client.get(piece).text
    client.get(f"{piece}/versions/{version.id}/download", expect=409)
    with clamd() as address:
        jobs.run("evidence.check_uploads", replace(worker, clamav_url=address), at=at)
    session.expire_all()
    assert version.state is FileState.READY
