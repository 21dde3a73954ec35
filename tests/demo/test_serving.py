"""One command starts everything and ends everything, and says in one sentence what is in the way."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.databases import make_sqlite
from tests.support.postgres import free_port
from tests.support.tenants import make_tenant

ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]


def environment(folder: Path, port: int) -> dict[str, str]:
    """A development installation in `folder` that has organisations of its own, so that no demo is loaded."""
    return os.environ | {
        "DEVELOPMENT": "1",
        "INSTANCE_PATH": str(folder),
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'test.db'}",
    }


@pytest.fixture
def folder(tmp_path: Path, at: datetime) -> Path:
    database = make_sqlite(tmp_path)
    make_tenant(database, "Somebody's own", at=at)
    database.engine.dispose()
    return tmp_path


def is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def test_it_serves_until_it_is_told_to_stop(folder: Path) -> None:
    port = free_port()
    with subprocess.Popen(SERVE, cwd=ROOT, env=environment(folder, port), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = next(line for line in process.stdout if "Ready at" in line)
        assert f"http://127.0.0.1:{port}" in said
        assert is_up(port)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    until = time.monotonic() + 10
    while is_up(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_up(port)


def test_a_taken_port_is_said_in_one_sentence(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = subprocess.run(SERVE, cwd=ROOT, env=environment(folder, port), capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr.strip().splitlines()[-1].startswith(f"Port {port} is taken by another program.")
    assert "Traceback" not in said.stderr
