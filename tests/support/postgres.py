"""A private PostgreSQL for one run of the tests: started in a folder of its own, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

SPEED = ("fsync=off", "full_page_writes=off", "max_connections=60", "log_error_verbosity=terse")


class NoPostgres(Exception):
    """PostgreSQL's server programs are not on this machine."""


def find_programs() -> Path:
    """The folder with initdb and postgres; NoPostgres says what to install."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgres("PostgreSQL's server is missing: install it with 'apt-get install postgresql' or your system's like")


@contextlib.contextmanager
def running_postgres(*, settings: tuple[str, ...] = SPEED) -> Iterator[str]:
    """The address of a fresh server, without a database name at its end."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="accountability-pg-"))
    runner = _as_postgres(folder)
    port = free_port()
    options = " ".join(
        f"-c {setting}"
        for setting in (*settings, f"port={port}", f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1")
    )
    data = folder / "data"
    subprocess.run(
        [*runner, programs / "initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    subprocess.run(
        [*runner, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"postgresql+psycopg://owner@127.0.0.1:{port}"
    finally:
        subprocess.run(
            [*runner, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL
        )
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; hand it to the user that its package made, or to nobody."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
