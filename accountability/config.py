"""Configuration: one frozen object read from the environment, complete or refused with every fault named at once."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environs import Env, validate

from accountability import roles

# On PostgreSQL, beside DATABASE_URL: variable → whose address it is.
OWN_ADDRESSES = {roles.VARIABLES[role]: role for role in (roles.OWNER, roles.INTAKE, roles.WORKER, roles.BENCHMARK)}
SECRET_LENGTH = 32  # characters; below this a signature can be guessed offline


class UnsafeConfiguration(Exception):
    """The installation would not be safe or complete with this environment; the text says what to change."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything an installation may decide. One field, one environment variable of the same name in capitals."""

    development: bool  # local demo: plain http, console mail, a secret of its own kept in instance/
    secret_key: str  # signs cookies, links and receipts; 32 characters or more
    secret_key_fallbacks: tuple[str, ...]  # earlier keys that still open what they signed, newest first
    sealing_keys: tuple[str, ...]  # seal what must be read again, such as secrets of second factors; newest first, never lose one
    base_url: str  # the address people use; links in mails are made from it, never from a request
    database_url: str  # sqlite:///… or postgresql+psycopg://…, for the members' pages
    # On PostgreSQL every process has a login of its own (roles.py); on SQLite these stay empty.
    database_owner_url: str = ""  # for migrations
    database_intake_url: str = ""  # for the constituents' pages
    database_worker_url: str = ""  # for jobs
    database_benchmark_url: str = ""  # for the jobs of the benchmark
    instance_path: Path  # local state: SQLite file, folder storage, mails as files
    storage_url: str  # folder:<path> or s3://<bucket>/<prefix>
    s3_endpoint_url: str | None  # another S3 than Amazon's
    mail_url: str  # console:, file:<folder> or smtp://user:password@host:port (smtps:// for TLS from the start)
    mail_sender: str  # From address of every mail
    queue_url: str  # sqlite:<file>, the database's own address, or redis://…
    limits_url: str  # where request limits are counted: memory:// or redis://…
    trusted_proxies: int  # how many proxies in front may set X-Forwarded-*
    answers_per_hour: int  # posts that one sender may make to the constituents' pages in an hour
    answers_url: str  # the address of the constituents' pages, when they run on a host of their own
    clamav_url: str = ""  # tcp host:port of a clamd that looks at uploads; empty: none does
    evidence_quota: int = 2_000_000_000  # bytes of evidence that one organisation may keep
    evidence_file_size: int = 25_000_000  # bytes of one file

    @property
    def survey_root(self) -> str:
        """Where the constituents' pages begin, without a slash at the end."""
        return (self.answers_url or f"{self.base_url}/s").rstrip("/")

    def database_url_of(self, role: str) -> str:
        """The database's address for one of the roles of roles.py."""
        own: str = getattr(self, roles.VARIABLES[role].lower())
        return own or self.database_url

    @property
    def is_secure(self) -> bool:
        """Whether people reach the installation by https."""
        return self.base_url.startswith("https://")


def read_config(instance_path: Path | None = None) -> Config:
    """Read the environment; raise UnsafeConfiguration when the app must not start with it."""
    env = Env(eager=False)
    instance = instance_path or Path(env.str("INSTANCE_PATH", "instance")).resolve()
    development = env.bool("DEVELOPMENT", False)
    secret = env.str("SECRET_KEY", "")
    values: dict[str, Any] = {
        "secret_key_fallbacks": tuple(env.list("SECRET_KEY_FALLBACKS", [])),
        "base_url": env.str("BASE_URL", f"http://127.0.0.1:{env.int('PORT', 8000)}" if development else ""),
        "database_url": env.str("DATABASE_URL", f"sqlite:///{instance / 'accountability.db'}"),
        **{name.lower(): env.str(name, "") for name in OWN_ADDRESSES},
        "storage_url": env.str("STORAGE_URL", f"folder:{instance / 'files'}"),
        "s3_endpoint_url": env.str("S3_ENDPOINT_URL", None),
        "mail_url": env.str("MAIL_URL", "console:" if development else ""),
        "mail_sender": env.str("MAIL_SENDER", "accountability@localhost" if development else ""),
        "queue_url": env.str("QUEUE_URL", f"sqlite:{instance / 'jobs.db'}"),
        "limits_url": env.str("LIMITS_URL", "memory://"),
        "trusted_proxies": env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=5)),
        "answers_url": env.str("ANSWERS_URL", ""),
        "answers_per_hour": env.int("ANSWERS_PER_HOUR", 120, validate=validate.Range(min=1)),
        "clamav_url": env.str("CLAMAV_URL", ""),
        "evidence_quota": env.int("EVIDENCE_QUOTA_MB", 2_000, validate=validate.Range(min=1)) * 1_000_000,
        "evidence_file_size": env.int("EVIDENCE_FILE_MB", 25, validate=validate.Range(min=1, max=100)) * 1_000_000,
    }
    sealing = tuple(key for key in (env.str("SEALING_KEY", ""), *env.list("SEALING_KEY_FALLBACKS", [])) if key)
    env.seal()
    if development:
        secret = secret or _development_secret(instance, "secret_key")
        sealing = sealing or (_development_secret(instance, "sealing_key"),)
    config = Config(development=development, secret_key=secret, sealing_keys=sealing, instance_path=instance, **values)
    refuse_unsafe(config)
    return config


def refuse_unsafe(config: Config) -> None:
    """Raise UnsafeConfiguration naming everything that is weak or missing outside development."""
    faults = _weak_keys(config) + _missing_addresses(config)
    if not config.development:
        if not config.base_url.startswith("https://"):
            faults.append("BASE_URL must be the https address people use")
        if config.answers_url and not config.answers_url.startswith("https://"):
            faults.append("ANSWERS_URL must be the https address of the constituents' pages, or be left out")
        if not config.mail_url:
            faults.append("MAIL_URL must say how mail leaves, such as smtp://user:password@host:587")
        if not config.mail_sender:
            faults.append("MAIL_SENDER must be the address mails come from")
    if faults:
        raise UnsafeConfiguration("The app does not start with this configuration:\n- " + "\n- ".join(faults))


def _missing_addresses(config: Config) -> list[str]:
    if not config.database_url.startswith("postgresql"):
        return []
    return [
        f"{name} must be the address of {role}: 'make database-roles' makes it, see README.md"
        for name, role in OWN_ADDRESSES.items()
        if not getattr(config, name.lower())
    ]


def _weak_keys(config: Config) -> list[str]:
    faults = []
    if len(config.secret_key) < SECRET_LENGTH or len(set(config.secret_key)) < 8:
        faults.append(
            f"SECRET_KEY must be {SECRET_LENGTH} characters or more and random: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if any(len(key) < SECRET_LENGTH for key in config.secret_key_fallbacks):
        faults.append(f"every key of SECRET_KEY_FALLBACKS must be {SECRET_LENGTH} characters or more")
    if not config.sealing_keys or any(len(key) < SECRET_LENGTH for key in config.sealing_keys):
        faults.append(f"SEALING_KEY (and every key of SEALING_KEY_FALLBACKS) must be random, {SECRET_LENGTH} characters or more")
    if config.secret_key in config.sealing_keys:
        faults.append("SEALING_KEY must be another key than SECRET_KEY: one may be changed any day, the other opens what is kept")
    return faults


def _development_secret(instance: Path, name: str) -> str:
    """A random key of this instance, made once, so that a restart does not sign everybody out."""
    path = instance / name
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
