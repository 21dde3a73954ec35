"""Mail is written into the database with the change that causes it, and leaves only after that change is committed."""

import logging
import smtplib
import uuid
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path

import jinja2
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from accountability import language, trouble
from accountability.database import Base, Database, new_id
from accountability.mail import Mailer
from accountability.tenancy import Installation

log = logging.getLogger(__name__)
TEMPLATES = Path(__file__).parent.parent / "templates"
ATTEMPTS = 12  # with the pauses below, tried for about two days


class OutboxMail(Installation, Base):
    """One mail waiting, sent or given up. The text goes once it is sent: it may hold a link that signs somebody in."""

    __tablename__ = "outbox_mail"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[uuid.UUID | None]  # whose change wrote it, so that it goes when the organisation does
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]  # None: sent, or given up
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None]

    __table_args__ = (
        sa.Index("outbox_mail_by_due_at", "due_at"),
        sa.Index("outbox_mail_by_organisation_id", "organisation_id"),
    )


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def post_mail(session: Session, *, to: str, subject: str, template: str, at: datetime, **context: object) -> None:
    """Put a mail into the outbox: `template` names the pair `<template>.txt` and `<template>.html`."""
    words = {"_": language.gettext, "subject": subject, "language": language.current, **context}
    texts = [_templates().get_template(f"{template}.{kind}").render(words) for kind in ("txt", "html")]
    session.add(
        OutboxMail(
            organisation_id=session.info.get("organisation_id"),
            recipient=to,
            subject=" ".join(subject.split()),
            text=texts[0],
            html=texts[1],
            written_at=at,
            due_at=at,
        )
    )
    session.info.setdefault("wake", set()).add("outbox.deliver_mail")


def deliver_mail(database: Database, mailer: Mailer, *, sender: str, at: datetime) -> int:
    """Send what is due, each mail in a transaction of its own; return how many left."""
    sent = 0
    while True:
        with database.transaction() as session:
            mail = session.scalars(
                sa.select(OutboxMail)
                .where(OutboxMail.due_at <= at)
                .order_by(OutboxMail.due_at)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).first()
            if mail is None:
                return sent
            sent += _try_to_send(mail, mailer, sender=sender, at=at)


def _try_to_send(mail: OutboxMail, mailer: Mailer, *, sender: str, at: datetime) -> bool:
    mail.attempts += 1
    try:
        mailer.send(_message(mail, sender=sender))
    except Exception as error:
        # Whatever is wrong with one mail, even with how it is built, must not hold up all the others.
        if not isinstance(error, OSError | smtplib.SMTPException):
            trouble.report(log, "a mail could not be built", error=error)
        mail.failure = f"{type(error).__name__}: {error}"[:500]
        mail.due_at = at + timedelta(minutes=2**mail.attempts) if mail.attempts < ATTEMPTS else None
        return False
    mail.sent_at, mail.due_at, mail.failure, mail.text, mail.html = at, None, None, "", ""
    return True


def _message(mail: OutboxMail, *, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, mail.subject
    message["Date"] = format_datetime(mail.written_at)
    # The same id at every attempt, so that a mail sent twice after a crash is shown once by mail programs.
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2].strip('> ')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
