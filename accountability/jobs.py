"""Work that time or a change starts. What is due stands in the tables; the queue only says "look now"."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any, Protocol, overload
from urllib.parse import urlsplit

import huey
import sqlalchemy as sa
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from sqlalchemy.orm import Session

from accountability import clock, outbox, trouble
from accountability.config import Config
from accountability.database import Base, Database
from accountability.mail import Mailer, make_mailer
from accountability.sealing import derive
from accountability.storage import Storage, make_storage
from accountability.tenancy import OrganisationId, across_tenants, act_for

log = logging.getLogger(__name__)
WAKE_DELAY = 0.5  # seconds at most until a woken job looks


@dataclass(frozen=True, kw_only=True)
class Worker:
    """What a job may use."""

    database: Database
    benchmark: Database  # the same one, with the rights of the benchmark's jobs alone
    mailer: Mailer
    mail_sender: str
    storage: Storage
    base_url: str  # links in mails begin with it
    signing_key: bytes  # signs the heads of the organisations' records
    clamav_url: str = ""  # host:port of a clamd, or empty
    evidence_quota: int = 0  # bytes of evidence that one organisation may keep


class Task(Protocol):
    """A function that does what is due at `at` in the session it is given."""

    def __call__(self, session: Session, *, at: datetime) -> None: ...


class Work(Protocol):
    """A function that does what is due for one organisation in short transactions of its own."""

    def __call__(self, worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None: ...


Among = Callable[[Session, datetime], Iterable[OrganisationId]]
Run = Callable[[Worker, datetime], None]
REGISTRY: dict[str, Run] = {}


class Jobs:
    """The jobs of one capability, named `<capability>.<function>`; `database` says with which rights they work."""

    def __init__(self, capability: str, *, database: Callable[[Worker], Database] = attrgetter("database")) -> None:
        self.capability = capability
        self.database = database

    @overload
    def each_organisation(self, task: Task) -> Task: ...

    @overload
    def each_organisation(self, *, among: Among) -> Callable[[Task], Task]: ...

    def each_organisation(self, task: Task | None = None, *, among: Among | None = None) -> Any:
        """Run the function as each organisation in turn, every time in a transaction of its own.

        `among` narrows the round to the organisations that have something due; it reads keys across tenants.
        """
        if task is None:
            return partial(self.each_organisation, among=among)
        REGISTRY[self._name(task)] = partial(_run_each, task, among or all_organisations, self.database)
        return task

    def in_steps(self, *, among: Among) -> Callable[[Work], Work]:
        """Hand the function the worker and each organisation with something due, for work too long for one transaction."""

        def register(work: Work) -> Work:
            REGISTRY[self._name(work)] = partial(_run_in_steps, work, among)
            return work

        return register

    def by_worker(self, work: Run) -> Run:
        """Hand the function the worker and the time, for work that belongs to no one organisation."""
        REGISTRY[self._name(work)] = work
        return work

    def once(self, task: Task) -> Task:
        """Run the function in one transaction that acts for no organisation."""
        REGISTRY[self._name(task)] = partial(_run_once, task, self.database)
        return task

    def _name(self, task: Any) -> str:
        return f"{self.capability}.{task.__name__}"


def _run_each(task: Task, among: Among, database: Callable[[Worker], Database], worker: Worker, at: datetime) -> None:
    def work(worker: Worker, organisation_id: OrganisationId, *, at: datetime) -> None:
        with database(worker).transaction() as session:
            act_for(session, organisation_id)
            task(session, at=at)

    _run_in_steps(work, among, worker, at)


def _run_in_steps(work: Work, among: Among, worker: Worker, at: datetime) -> None:
    for organisation_id in list_organisations(worker, among=among, at=at):
        try:
            work(worker, organisation_id, at=at)
        except Exception as error:
            # One organisation's trouble must not stop the others; the next round tries again.
            trouble.report(log, "a job failed for one organisation", error=error)


def list_organisations(worker: Worker, *, at: datetime, among: Among | None = None) -> list[OrganisationId]:
    """The organisations, or those `among` them that have something due."""
    with worker.database.transaction(read_only=True) as session, across_tenants(session, "which organisations have work due"):
        return list((among or all_organisations)(session, at))


def _run_once(task: Task, database: Callable[[Worker], Database], worker: Worker, at: datetime) -> None:
    with database(worker).transaction() as session:
        task(session, at=at)


def all_organisations(session: Session, _at: datetime) -> list[OrganisationId]:
    """Every organisation; across tenants."""
    organisation = Base.metadata.tables["organisation"]
    return list(session.scalars(sa.select(organisation.c.organisation_id).order_by(organisation.c.organisation_id)))


def _deliver_mail(worker: Worker, at: datetime) -> None:
    outbox.deliver_mail(worker.database, worker.mailer, sender=worker.mail_sender, at=at)


REGISTRY["outbox.deliver_mail"] = _deliver_mail


def run(name: str, worker: Worker, *, at: datetime) -> None:
    """Run one job now."""
    REGISTRY[name](worker, at)


def run_all(worker: Worker, *, at: datetime) -> None:
    """Run every job once; mail last, because the others write it."""
    for name in sorted(REGISTRY, key=lambda name: (name == "outbox.deliver_mail", name)):
        try:
            run(name, worker, at=at)
        except Exception as error:
            trouble.report(log, "the job %s failed", name, error=error)


def wake(session: Session, name: str) -> None:
    """Ask for a job to look for work as soon as this transaction is committed."""
    session.info.setdefault("wake", set()).add(name)


def make_worker(config: Config, database: Database, *, benchmark: Database) -> Worker:
    """The worker of an installation."""
    return Worker(
        database=database,
        benchmark=benchmark,
        mailer=make_mailer(config.mail_url),
        mail_sender=config.mail_sender,
        storage=make_storage(config),
        base_url=config.base_url,
        signing_key=signing_keys(config)[0],
        clamav_url=config.clamav_url,
        evidence_quota=config.evidence_quota,
    )


def signing_keys(config: Config) -> list[bytes]:
    """The keys that sign the heads of records, newest first; old ones still prove what they signed."""
    return [derive(key, "accountability journal") for key in config.sealing_keys]


class Queue:
    """Says "look now" to the worker process; every minute it looks at everything by itself."""

    def __init__(self, config: Config) -> None:
        self.huey = _make_huey(config)
        self._look = self.huey.task(name="look")(_look)

    def wake(self, names: Iterable[str]) -> None:
        """Have these jobs run soon. When the queue is out of reach the next minute's round does it."""
        try:
            for name in sorted(names):
                self._look(name)
        except Exception:
            log.exception("the queue could not be reached; the worker will look within a minute")

    def is_reachable(self) -> bool:
        """Whether the queue answers."""
        try:
            self.huey.pending_count()
        except Exception:
            return False
        return True

    def consume(self, worker: Worker) -> None:
        """Work until the process is told to stop."""
        _Serving.worker = worker
        self.huey.periodic_task(huey.crontab(minute="*"), name="round")(_round)
        run_all(worker, at=clock.now())
        Consumer(self.huey, workers=1, max_delay=WAKE_DELAY, check_worker_health=True).run()


class _Serving:
    worker: Worker


def _look(name: str) -> None:
    run(name, _Serving.worker, at=clock.now())


def _round() -> None:
    run_all(_Serving.worker, at=clock.now())


def _make_huey(config: Config) -> Any:
    scheme = urlsplit(config.queue_url).scheme
    # The default serialiser is pickle: signed, so that only this installation's own messages are opened.
    common = {"results": False, "store_intermediate_errors": False, "serializer": SignedSerializer(secret=config.secret_key)}
    if scheme == "sqlite":
        config.instance_path.mkdir(parents=True, exist_ok=True)
        return huey.SqliteHuey("accountability", filename=config.queue_url.removeprefix("sqlite:"), **common)
    if scheme.startswith("postgresql"):
        return huey.PostgresHuey("accountability", dsn=config.queue_url.replace("+psycopg", ""), **common)
    return huey.RedisHuey("accountability", url=config.queue_url, **common)
