"""What every part of loading works with: the database, the world, who acts for whom, and the constituents' pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy.orm import Session
from werkzeug.test import Client

from accountability import clock, jobs, roles
from accountability.access import Actor
from accountability.database import Database
from accountability.demo.levels import Sheet
from accountability.demo.stories import World
from accountability.sealing import Seal
from accountability.storage import FolderStorage
from accountability.tenancy import OrganisationId, act_for

Tick = Callable[[int], None]  # so many steps are done


class NowhereMailer:
    """Takes mail and drops it: the people of the demo region have no letter boxes."""

    def send(self, message: EmailMessage) -> None:
        """Nothing."""


@dataclass
class Stage:
    """The demo region while it is being loaded. `actors` are the owners by organisation key."""

    database: Database
    world: World
    pages: Client
    base_url: str
    tick: Tick
    as_role: Callable[[str], Database]  # the database with the rights of another process
    seal: Seal
    sheets: list[dict[str, Sheet]] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    coordinator: Actor | None = None

    @contextmanager
    def acting(self, actor: Actor, at: datetime) -> Iterator[Session]:
        """One transaction of this member's organisation, at this time of the story."""
        with clock.fixed(at), self.database.transaction() as session:
            act_for(session, OrganisationId(actor.organisation_id))
            yield session

    @contextmanager
    def outside(self, at: datetime) -> Iterator[Session]:
        """One transaction that acts for no organisation yet."""
        with clock.fixed(at), self.database.transaction() as session:
            yield session

    def run_job(self, name: str, *, at: datetime) -> None:
        """Run one of the product's own jobs at this time of the story."""
        worker = jobs.Worker(
            database=self.as_role(roles.WORKER),
            benchmark=self.as_role(roles.BENCHMARK),
            mailer=NowhereMailer(),
            mail_sender="demo@open-table.example",
            storage=FolderStorage(Path(gettempdir())),
            base_url="",
            signing_key=bytes(32),
        )
        with clock.fixed(at):
            jobs.run(name, worker, at=at)

    @property
    def now(self) -> datetime:
        """The end of the story."""
        return moment(self.world.today)

    @property
    def convenor(self) -> Actor:
        """The coordinator of the network's secretariat."""
        if self.coordinator is None:
            raise RuntimeError("the secretariat has not signed up yet")
        return self.coordinator


@dataclass
class Links:
    """Collects the tokens of links that would go out by mail."""

    tokens: list[str] = field(default_factory=list)

    def __call__(self, token: str) -> str:
        self.tokens.append(token)
        return f"https://open-table.example/{token}"


def moment(day: date, *, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day, in UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)
