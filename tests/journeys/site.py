"""The product as people meet it: web server and worker as processes of their own, with real files in a folder."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[2]
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
WEB = [sys.executable, "-m", "gunicorn", "wsgi:app"]
WORKER = [*FLASK, "worker"]
Given = TypeVar("Given")
PATIENCE = 60  # seconds until something that should happen counts as not happening


def wait_until(happens: Callable[[], Given | None], *, what: str) -> Given:
    """What `happens` gives as soon as it gives something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        given = happens()
        if given:
            return given
        time.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE} seconds for {what}")


@dataclass
class Site:
    """One installation with its own database, mails and logs below `folder`."""

    folder: Path
    address: str
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def instance(self) -> Path:
        """Everything the product itself keeps."""
        return self.folder / "instance"

    @property
    def database(self) -> Path:
        return self.instance / "accountability.db"

    def run(self, *words: str) -> str:
        """What an operator's command prints."""
        done = subprocess.run(
            [*FLASK, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str, command: list[str]) -> None:
        """Start one process; what it says goes into a file that is read for traces later."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)

    @contextlib.contextmanager
    def worker_away(self) -> Iterator[None]:
        """Nothing is mixed or mailed inside the block. After it the worker starts, and looks at everything as it starts."""
        self.stop("worker")
        yield
        self.start("worker", WORKER)

    def let_work(self) -> None:
        """Have the worker look at everything now, instead of when the minute is over."""
        with self.worker_away():
            pass

    def is_ready(self) -> bool:
        assert self.processes["web"].poll() is None, (self.folder / "web.log").read_text()
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
                return json.load(answer)["status"] == "ok"
        except (urllib.error.URLError, OSError):
            return False

    def mail_to(self, email: str, *, about: str) -> str:
        """The link in the mail to this address whose subject contains `about`, once it has left."""
        return wait_until(lambda: self._find_link(email, about), what=f"a mail to {email} about {about}")

    def _find_link(self, email: str, about: str) -> str | None:
        for path in sorted((self.folder / "mail").glob("*.eml")):
            mail: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
            if mail["To"] == email and about in str(mail["Subject"]):
                return _first_link(mail)
        return None


def _first_link(mail: EmailMessage) -> str | None:
    body = mail.get_body(("plain",))
    found = re.search(r"https?://\S+", body.get_content() if body else "")
    return found.group() if found else None


@contextlib.contextmanager
def running_site(folder: Path, *commands: tuple[str, ...]) -> Iterator[Site]:
    """A migrated installation on a free port, after the given commands, until the block ends."""
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DEVELOPMENT": "1",
        "PORT": str(port),
        "INSTANCE_PATH": str(folder / "instance"),
        "MAIL_URL": f"file:{folder / 'mail'}",
        "ANSWERS_PER_HOUR": "100000",
        "TRUSTED_PROXIES": "1",  # so that a sender's address is really read, and could be kept by mistake
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    site = Site(folder=folder, address=f"http://127.0.0.1:{port}", environment=environment)
    for command in (("migrate",), *commands):
        site.run(*command)
    try:
        site.start("web", WEB)
        site.start("worker", WORKER)
        wait_until(site.is_ready, what="the site to be ready")
        yield site
    finally:
        for process in site.processes.values():
            process.terminate()  # all at once; each is then waited for
        for name in list(site.processes):
            site.stop(name)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
