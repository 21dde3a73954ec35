"""How gunicorn serves: nothing of it keeps who asked."""

import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]
APP = """
def app(environ, start):
    if environ["PATH_INFO"] != "/":
        raise RuntimeError("somebody's words")
    start('200 OK', [])
    return [b'x']
"""


def log_of_a_broken_request(folder: Path, *options: str, words: bytes = b"NO HTTP\r\n\r\n", answer: bytes = b"HTTP/1.1 400") -> str:
    """What gunicorn says when somebody sends what is no HTTP, or `words`."""
    port = free_port()
    (folder / "plain.py").write_text(APP)
    command = [sys.executable, "-m", "gunicorn", "plain:app", "--bind", f"127.0.0.1:{port}", "--workers", "1", *options]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    log = folder / f"{secrets.token_hex(4)}.log"
    with log.open("w") as out, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out) as running:
        try:
            assert answer in _send(port, words)
        finally:
            running.terminate()
            running.wait(20)
    return log.read_text()


def _send(port: int, words: bytes) -> bytes:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(words)
                return connection.recv(100)
        except ConnectionRefusedError:
            time.sleep(0.1)
    pytest.fail("gunicorn did not start")


def test_a_broken_request_leaves_no_address_in_the_log(tmp_path: Path) -> None:
    assert "ip=" not in log_of_a_broken_request(tmp_path)


def test_gunicorn_left_alone_would_keep_it(tmp_path: Path) -> None:
    assert "ip=127.0.0.1" in log_of_a_broken_request(tmp_path, "--config", "/dev/null")


def test_what_breaks_below_our_pages_leaves_neither_address_nor_words_in_the_log(tmp_path: Path) -> None:
    asked = b"GET /sign-in/links/a-token HTTP/1.1\r\nHost: x\r\n\r\n"
    log = log_of_a_broken_request(tmp_path, words=asked, answer=b"HTTP/1.1 500")
    assert "a request broke: RuntimeError" in log
    assert "a-token" not in log
    assert "somebody's words" not in log
    kept = log_of_a_broken_request(tmp_path, "--config", "/dev/null", words=asked, answer=b"HTTP/1.1 500")
    assert "a-token" in kept
    assert "somebody's words" in kept
