"""What people had before roles could be made is all there afterwards, on SQLite, where changing a table makes it anew."""

import sqlite3
from pathlib import Path
from uuid import uuid4

from accountability import schema


def test_members_keep_their_memberships_and_one_invitation_each(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    schema.upgrade(url, "0006")
    with sqlite3.connect(tmp_path / "old.db") as old:
        organisation, person, member = (uuid4().hex for _ in range(3))
        old.execute("INSERT INTO organisation VALUES (?, 'A', 'MK', '0', '[]', '2026-01-01')", (organisation,))
        old.execute("INSERT INTO person VALUES (?, 'a@example.org', '-', '2026-01-01', 0, NULL)", (person,))
        old.execute("INSERT INTO member VALUES (?, ?, 'Ana', 'a@example.org', 'owner', '2026-01-01')", (organisation, member))
        old.execute("INSERT INTO membership VALUES (?, ?, ?)", (person, organisation, member))
        for _ in range(3):
            given = (organisation, uuid4().hex, member)
            old.execute("INSERT INTO invitation VALUES (?, ?, 'b@example.org', 'viewer', ?, '2026-01-01', NULL)", given)
    schema.upgrade(url, "0008")
    with sqlite3.connect(tmp_path / "old.db") as new:
        assert new.execute("SELECT count(*) FROM membership").fetchone() == (1,)
        assert new.execute("SELECT count(*) FROM invitation WHERE ended_at IS NULL").fetchone() == (1,)
        assert new.execute("PRAGMA foreign_key_check").fetchall() == []
