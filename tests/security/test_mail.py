"""Mail is spoken in the clear with this machine only, and its server has to show who it is."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPNotSupportedError
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from accountability import mail
from tests.support.postgres import free_port


class Inbox:
    """Counts what arrives."""

    def __init__(self) -> None:
        self.count = 0

    async def handle_DATA(self, *_mail: Any) -> str:  # noqa: N802 - the library's name
        self.count += 1
        return "250 OK"


@contextmanager
def listening(**options: Any) -> Iterator[tuple[Inbox, str]]:
    """A mail server, and the address it is reached at."""
    inbox, port = Inbox(), free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield inbox, f"smtp://127.0.0.1:{port}"
    finally:
        server.stop()


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "A letter"
    message.set_content("words")
    return message


def certificate_of_nobody(folder: Path) -> ssl.SSLContext:
    """What a machine in between would show: a certificate it made itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1)).sign(key, SHA256())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(secret + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


def test_a_server_that_offers_to_encrypt_has_to_show_who_it_is(tmp_path: Path) -> None:
    with listening(tls_context=certificate_of_nobody(tmp_path)) as (inbox, address):
        with pytest.raises(ssl.SSLCertVerificationError):
            mail.SmtpMailer(address).send(letter())
        assert inbox.count == 0


def test_another_machine_is_not_spoken_to_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "THIS_MACHINE", set[str]())
    with listening() as (inbox, address):
        with pytest.raises(SMTPNotSupportedError):
            mail.SmtpMailer(address).send(letter())
        assert inbox.count == 0


def test_this_machine_may_be(tmp_path: Path) -> None:
    with listening() as (inbox, address):
        mail.SmtpMailer(address).send(letter())
        assert inbox.count == 1
