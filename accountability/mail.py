"""Ways a mail may leave: to the console, into a folder, or by SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import click

TIMEOUT = 10  # seconds for each step of the conversation
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}  # hosts that may be spoken to in the clear


class Mailer(Protocol):
    """Anything that can hand on a mail; raises OSError or smtplib.SMTPException when it could not."""

    def send(self, message: EmailMessage) -> None: ...


class ConsoleMailer:
    """Prints mails, for a demo on one machine."""

    def send(self, message: EmailMessage) -> None:
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        click.echo(f"\n--- mail to {message['To']}: {message['Subject']}\n{text}---", err=True)


class FolderMailer:
    """Writes each mail as an .eml file that any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        (self.folder / f"{name}.eml").write_bytes(message.as_bytes(policy=SMTP))


class SmtpMailer:
    """Speaks SMTP, in the clear only with this machine: TLS from the start for smtps://, else by STARTTLS."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.secure = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.secure else 587)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        if self.secure:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        with server:
            server.ehlo_or_helo_if_needed()
            if not self.secure and (server.has_extn("starttls") or self.host not in THIS_MACHINE):
                # Refused by a server without it, or with somebody in between who hides it.
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)


def make_mailer(url: str) -> Mailer:
    """The mailer for a MAIL_URL: console:, file:<folder>, smtp://… or smtps://…"""
    scheme, _, rest = url.partition(":")
    if scheme == "console":
        return ConsoleMailer()
    if scheme == "file":
        return FolderMailer(Path(rest))
    if scheme in {"smtp", "smtps"}:
        return SmtpMailer(url)
    raise ValueError(f"MAIL_URL cannot start with {scheme}:")
