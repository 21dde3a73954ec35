"""The product on one machine with one command: tables, demo region, web server and worker, and how to sign in."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.table import Table

from accountability.config import Config

READY_WITHIN = 60  # seconds
SHOWN_WHOLE = 100  # characters; a log has no width, and a sign-in cut off is none
WEB = [sys.executable, "-m", "gunicorn", "wsgi:app", "--log-level", "warning"]
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


def serve(config: Config, *, links: dict[str, Any] | None) -> None:
    """Run web server and worker until interrupted, and say where they are; `links` as of demo-links, None without a demo region."""
    with _running(WEB, WORKER) as processes:
        _wait_until_ready(config.base_url, processes)
        _say_where(config, links)
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
    raise SystemExit("A process ended by itself; its last words stand above.")


def refuse_taken_port(config: Config) -> None:
    """Say in one sentence that somebody else listens where we would."""
    address = urlsplit(config.base_url)
    host, port = address.hostname or "127.0.0.1", address.port or 8000
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((host, port))
        except OSError:
            raise SystemExit(
                f"Port {port} is taken by another program. Stop it, or choose another port: make run PORT={port + 1}"
            ) from None


@contextlib.contextmanager
def _running(*commands: list[str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The commands as processes that end together, also when this one is told to stop."""
    # Said out loud, because a shell may start us with Ctrl-C ignored; a closed terminal ends everything too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, lambda *_: sys.exit(0))
    # Sessions of their own: Ctrl-C reaches this process alone, which then stops them in order.
    processes = [subprocess.Popen(command, start_new_session=True, cwd=Path.cwd(), env=os.environ) for command in commands]
    try:
        yield processes
    except KeyboardInterrupt:
        click.echo("\nStopped.")
        raise SystemExit(0) from None
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)


def _wait_until_ready(base_url: str, processes: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and all(process.poll() is None for process in processes):
        try:
            with urllib.request.urlopen(f"{base_url}/readyz", timeout=2):  # noqa: S310 - our own address from the configuration
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("The server did not become ready; its last words stand above.")


def _say_where(config: Config, links: dict[str, Any] | None) -> None:
    console = Console(width=max(Console().width, SHOWN_WHOLE))
    console.print()
    if links is None:
        console.print(f"Ready at {config.base_url}\nCtrl-C stops.")
        return
    table = Table(title=f"Ready at {config.base_url}", title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for column in ("sign in as", "mail address", "password"):
        table.add_column(column)
    for role, who in links["sign_ins"].items():
        table.add_row(role, who["email"], who["password"])
    console.print(table)
    console.print("The coordinator gives a code, too; it changes every half minute:  make code")
    console.print(f"An open survey:  {links['open_survey']}")
    console.print("Ctrl-C stops.")
