"""What proxies say is believed as far as the operator said how many there are, and of visitors nothing."""

import secrets
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from flask import Flask, request

from accountability.app import create_app
from accountability.config import Config
from tests.conftest import make_config
from tests.support.databases import PinnedDatabase
from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]
ECHO = """
def app(environ, start):
    start('200 OK', [])
    return [repr((environ['SCRIPT_NAME'], environ['PATH_INFO'])).encode()]
"""
CLAIMED = {"X-Forwarded-For": "192.0.2.66, 192.0.2.7", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}


def app_behind(proxies: int, config: Config, database: PinnedDatabase) -> Flask:
    app = create_app(make_config(config.instance_path, trusted_proxies=proxies), database=database)
    app.add_url_rule("/echo", endpoint="echo", view_func=lambda: f"{request.remote_addr} {request.host} {request.script_root}")
    return app


@pytest.mark.parametrize(("proxies", "sender"), [(0, "127.0.0.1"), (1, "192.0.2.7"), (2, "192.0.2.66")])
def test_a_sender_is_who_the_last_trusted_proxy_says(proxies: int, sender: str, config: Config, database: PinnedDatabase) -> None:
    answer = app_behind(proxies, config, database).test_client().get("/echo", headers=CLAIMED)
    assert answer.text == f"{sender} localhost "


def placed_at(folder: Path, *options: str) -> str:
    """Where gunicorn thinks the site stands after a visitor said so."""
    port, name = free_port(), f"echo_{secrets.token_hex(4)}"
    (folder / f"{name}.py").write_text(ECHO)
    command = [sys.executable, "-m", "gunicorn", f"{name}:app", "--bind", f"127.0.0.1:{port}", "--workers", "1", *options]
    with subprocess.Popen([*command, "--pythonpath", str(folder)], cwd=ROOT, stderr=subprocess.DEVNULL) as running:
        try:
            return _ask(f"http://127.0.0.1:{port}/x/account", {"SCRIPT_NAME": "/x"})
        finally:
            running.terminate()
            running.wait(20)


def _ask(address: str, headers: dict[str, str]) -> str:
    for _ in range(100):
        try:
            with urlopen(Request(address, headers=headers), timeout=5) as answer:  # noqa: S310 - our own address
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    pytest.fail("gunicorn did not start")


def test_a_visitor_does_not_say_where_the_site_stands(tmp_path: Path) -> None:
    assert placed_at(tmp_path) == "('', '/x/account')"


def test_gunicorn_left_alone_would_believe_it(tmp_path: Path) -> None:
    assert placed_at(tmp_path, "--config", "/dev/null") == "('/x', '/account')"
