"""Mail leaves after the change it belongs to, is tried again, and its words go once it is sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session

from accountability import outbox
from accountability.mail import ConsoleMailer, FolderMailer, SmtpMailer, make_mailer
from accountability.outbox import ATTEMPTS, OutboxMail
from tests.support.databases import PinnedDatabase
from tests.support.postgres import free_port

SENDER = "accountability@example.org"


class Inbox:
    """A mail server's other side: keeps what it was handed."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.port = free_port()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    controller.start()
    yield inbox
    controller.stop()


def post(session: Session, at: datetime) -> None:
    outbox.post_mail(
        session,
        to="mira@example.org",
        subject="Мира invites you\nBcc: x@example.org",
        template="email/organisation/invite_colleague",
        at=at,
        name="",
        inviter="Мира",
        organisation="Otvorena <Vrata>",
        link="http://localhost/x",
        days=14,
    )
    session.flush()


def deliver(database: PinnedDatabase, mailer: Any, at: datetime) -> int:
    return outbox.deliver_mail(database, mailer, sender=SENDER, at=at)


def test_a_mail_is_handed_over_by_smtp_once(database: PinnedDatabase, at: datetime, inbox: Inbox) -> None:
    with database.transaction() as session:
        post(session, at)
    mailer = SmtpMailer(f"smtp://127.0.0.1:{inbox.port}")
    assert (deliver(database, mailer, at), deliver(database, mailer, at)) == (1, 0)
    mail = inbox.mails[0]
    assert mail["Subject"] == "Мира invites you Bcc: x@example.org"
    assert mail["Bcc"] is None
    html = mail.get_body(("html",))
    assert html is not None
    assert "Otvorena &lt;Vrata&gt;" in html.get_content()


def test_what_was_rolled_back_is_never_sent(database: PinnedDatabase, at: datetime, tmp_path: Path) -> None:
    with database.session() as session:
        post(session, at)
        session.rollback()
    assert deliver(database, FolderMailer(tmp_path), at) == 0


def test_a_mail_that_cannot_leave_is_tried_again_and_in_the_end_given_up(database: PinnedDatabase, at: datetime) -> None:
    with database.transaction() as session:
        post(session, at)
    dead = SmtpMailer("smtp://127.0.0.1:1")
    for _ in range(ATTEMPTS + 3):
        deliver(database, dead, at)
        at += timedelta(days=3)
    with database.transaction(read_only=True) as session:
        mail = session.scalars(sa.select(OutboxMail)).one()
    assert (mail.attempts, mail.due_at, mail.sent_at) == (ATTEMPTS, None, None)
    assert "ConnectionRefusedError" in (mail.failure or "")


def test_a_mail_that_cannot_be_built_holds_up_no_other(database: PinnedDatabase, at: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        post(session, at - timedelta(minutes=1))
        session.scalars(sa.select(OutboxMail)).one().recipient = "!.:?@b:.b.org"
        post(session, at)
    assert deliver(database, FolderMailer(tmp_path), at) == 1


def test_the_words_go_once_sent(database: PinnedDatabase, at: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        post(session, at)
    deliver(database, FolderMailer(tmp_path), at)
    with database.transaction(read_only=True) as session:
        assert session.scalars(sa.select(OutboxMail.text)).one() == ""
    assert b"http://localhost/x" in next(tmp_path.glob("*.eml")).read_bytes()


def test_the_console_shows_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = "a@example.org", "Hello"
    message.set_content("words")
    ConsoleMailer().send(message)
    assert "words" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "kind"),
    [("console:", ConsoleMailer), ("file:/x", FolderMailer), ("smtp://h:25", SmtpMailer), ("smtps://u:p%40@h", SmtpMailer)],
)
def test_the_address_chooses_the_way(url: str, kind: type) -> None:
    assert isinstance(make_mailer(url), kind)


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(ValueError, match="pigeon"):
        make_mailer("pigeon:")
