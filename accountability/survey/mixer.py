"""The only module that touches answers before they are anonymous: takes them in, and mixes them until nobody can tell them apart.

Random ids alone protect nobody: a database also keeps the order of rows and the transaction that wrote them. So answers wait in the
intake and move in whole batches, in random order, under new random ids, inside one transaction; at close all of them are
rewritten together once more. Statements go past the session guard here, so each of them names the organisation.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from accountability.database import random_id
from accountability.survey.domain import ASIDES_AT_MOST, Answers, Mode, Outcome, SurveyId, TextState, may_mix
from accountability.survey.models import IntakeAside, IntakeResponse, Response, Submission, Survey, Tally, TextAnswer
from accountability.tenancy import acting_for

INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
MOST_AT_ONCE = 5000  # responses held in memory at once

intake: Any = IntakeResponse.__table__
aside: Any = IntakeAside.__table__
submission: Any = Submission.__table__
response: Any = Response.__table__
text_answer: Any = TextAnswer.__table__
tally: Any = Tally.__table__
chance = SystemRandom()


class Mixer:
    """Intake and mix of one survey in one session's transaction."""

    def __init__(self, session: Session, survey_id: SurveyId) -> None:
        self.connection: Connection = session.connection()
        self.key = {"organisation_id": acting_for(session), "survey_id": survey_id}
        self.insert = INSERTS[self.connection.dialect.name]

    def _of(self, table: Any, **more: Any) -> list[Any]:
        return [table.c[name] == value for name, value in (self.key | more).items()]

    def take_in(self, answers: Answers, *, version: int, key_hash: str, received_hour: datetime) -> Outcome:
        """Store answers once. The unique submission decides, so that two requests at the same moment cannot both count."""
        body = answers.body()
        if self.connection.dialect.name == "postgresql":
            return self._hand_in(body, version=version, key_hash=key_hash, received_hour=received_hour)
        once = self.insert(submission).values(**self.key, key_hash=key_hash).on_conflict_do_nothing()
        if not self.connection.execute(once, execution_options={"preserve_rowcount": True}).rowcount:
            return self._take_again(body, version=version, key_hash=key_hash)
        row = {"key_hash": key_hash, "version": version, "body": body, "received_hour": received_hour}
        self.connection.execute(sa.insert(intake).values(**self.key, **row))
        return Outcome.ACCEPTED

    def _hand_in(self, body: str, *, version: int, key_hash: str, received_hour: datetime) -> Outcome:
        """Have the database itself do what `take_in` says: who hands answers in need not be able to read any."""
        kinds: tuple[Any, ...] = (sa.Uuid(), sa.Text(), sa.Integer(), sa.Text(), sa.DateTime(timezone=True), sa.Integer())
        values = (self.key["survey_id"], key_hash, version, body, received_hour, ASIDES_AT_MOST)
        handed: list[Any] = [sa.cast(sa.literal(value, kind), kind) for value, kind in zip(values, kinds, strict=True)]
        return Outcome(self.connection.scalar(sa.select(sa.func.receive_response(*handed))))

    def _take_again(self, body: str, *, version: int, key_hash: str) -> Outcome:
        waiting = self.connection.execute(
            sa.select(intake.c.body, intake.c.version).where(*self._of(intake, key_hash=key_hash))
        ).one_or_none()
        if waiting is None:
            return Outcome.ALREADY_RECEIVED
        if waiting == (body, version):
            return Outcome.REPEATED
        others = self.connection.scalars(sa.select(aside.c.body).where(*self._of(aside, key_hash=key_hash))).all()
        if body not in others and len(others) < ASIDES_AT_MOST:
            row = {"key_hash": key_hash, "id": random_id(), "version": version, "body": body}
            self.connection.execute(sa.insert(aside).values(**self.key, **row))
        return Outcome.KEPT_ASIDE

    def mix(self, survey: Survey) -> None:
        """Move what may be moved; of a closed survey also the rest, and then rewrite everything together."""
        for version in self._waiting_versions():
            mixed = self._count(response, version) if survey.is_closed else 0
            waiting = self._count(intake, version)
            if may_mix(waiting=waiting, mixed=mixed, mix_at_least=survey.mix_at_least, is_closed=survey.is_closed):
                self._move(version, at_least=1 if survey.is_closed else survey.mix_at_least)
        if survey.is_closed:
            for table in (response, text_answer):
                self._rewrite(table, id=_random_id(self.connection.dialect.name))
            self._rewrite(submission)

    def destroy_waiting(self) -> None:
        """Delete what was never mixed, with the traces of its forms."""
        keys = sa.select(intake.c.key_hash).where(*self._of(intake))
        self.connection.execute(sa.delete(submission).where(*self._of(submission), submission.c.key_hash.in_(keys)))
        self.connection.execute(sa.delete(aside).where(*self._of(aside)))
        self.connection.execute(sa.delete(intake).where(*self._of(intake)))

    def _waiting_versions(self) -> Sequence[int]:
        return self.connection.scalars(sa.select(intake.c.version).where(*self._of(intake)).distinct()).all()

    def _count(self, table: Any, version: int) -> int:
        return self.connection.scalar(sa.select(sa.func.count()).select_from(table).where(*self._of(table, version=version))) or 0

    def _move(self, version: int, *, at_least: int) -> None:
        """Move the waiting responses of one version, in parts of which none is smaller than a batch."""
        while rows := self._claim(version, at_least=at_least):
            answers = [Answers.from_body(row.body) for row in rows]
            chance.shuffle(answers)
            self._write(version, answers)
            self._forget([row.key_hash for row in rows])
            self._rewrite(submission, among=[row.key_hash for row in rows])

    def _claim(self, version: int, *, at_least: int) -> Sequence[Any]:
        # A second worker waits here for the first one, and then finds the rows gone.
        claim = sa.select(intake.c.key_hash, intake.c.body).where(*self._of(intake, version=version)).with_for_update()
        waiting = self._count(intake, version)
        rows = self.connection.execute(claim.limit(MOST_AT_ONCE) if waiting >= 2 * MOST_AT_ONCE else claim).all()
        return rows if len(rows) >= at_least else []

    def _write(self, version: int, answers: list[Answers]) -> None:
        rows = [{"id": random_id(), "version": version, "mode": Mode.OPEN_LINK, "answers": one.choices} for one in answers]
        texts = [
            {"id": random_id(), "version": version, "question": int(number), "text": text, "state": TextState.UNREAD}
            for one in answers
            for number, text in one.texts.items()
        ]
        chance.shuffle(texts)
        self._insert_all(response, rows)
        self._insert_all(text_answer, texts)
        self._count_up(version, answers)

    def _count_up(self, version: int, answers: list[Answers]) -> None:
        counts = Counter({(0, ""): len(answers)})
        for one in answers:
            for number, options in one.choices.items():
                counts.update([(int(number), ""), *((int(number), option) for option in options)])
            counts.update((int(number), "") for number in one.texts)
        adding = self.insert(tally)
        adding = adding.on_conflict_do_update(
            index_elements=list(tally.primary_key.columns), set_={"answers": tally.c.answers + adding.excluded.answers}
        )
        rows = [
            {**self.key, "version": version, "question": question, "option": option, "answers": count}
            for (question, option), count in sorted(counts.items())
        ]
        self.connection.execute(adding, rows)

    def _forget(self, key_hashes: list[str]) -> None:
        for table in (aside, intake):
            self.connection.execute(sa.delete(table).where(*self._of(table), table.c.key_hash.in_(key_hashes)))

    def _insert_all(self, table: Any, rows: Iterable[dict[str, Any]]) -> None:
        filled = [{**self.key, **row} for row in rows]
        if filled:
            self.connection.execute(sa.insert(table), filled)

    def _rewrite(self, table: Any, *, among: list[str] | None = None, **changes: Any) -> None:
        """Write rows of the survey anew in random order. SQLite keeps these tables by key: new keys are a new order there."""
        concerned = self._of(table) + ([table.c.key_hash.in_(among)] if among else [])
        if self.connection.dialect.name == "sqlite":
            if changes:
                self.connection.execute(sa.update(table).where(*concerned).values(**changes))
            return
        moved = sa.delete(table).where(*concerned).returning(*table.c).cte("moved")
        columns = [changes.get(column.name, moved.c[column.name]) for column in table.c]
        shuffled = sa.select(*columns).select_from(moved).order_by(sa.func.gen_random_uuid())
        self.connection.execute(sa.insert(table).from_select([column.name for column in table.c], shuffled))


def _random_id(dialect: str) -> Any:
    """A UUIDv4 made by the database itself, one for each row of a statement."""
    if dialect == "postgresql":
        return sa.func.gen_random_uuid()
    three = [sa.func.substr(sa.func.hex(sa.func.randomblob(2)), 2) for _ in range(2)]
    parts = [sa.func.hex(sa.func.randomblob(6)), "4", three[0], "8", three[1], sa.func.hex(sa.func.randomblob(6))]
    return sa.func.lower(sa.func.printf("%s%s%s%s%s%s", *parts))
