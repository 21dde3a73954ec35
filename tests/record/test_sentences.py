"""Every kind of fact has its sentence, and every field of it says whether it is plain or personal."""

import csv
import dataclasses
import enum
import importlib
import pkgutil
import re
import typing
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from sqlalchemy.orm import Session

import accountability
from accountability import journal
from accountability.fact import PERSONAL, PLAIN, Fact, Personal, PersonFact, PlainText, classes_of, parts_of
from accountability.journal import JournalEntry
from accountability.record.domain.sentences import SENTENCES
from tests.factories.record import Planted
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

# Words that no fact may say, wherever it keeps them.
NEVER = re.compile(r"answer$|answers$|text$|token|code|password|secret|cookie|address$|agent|salt")
NAMES_SOMEBODY = re.compile(r"^(member_id|person_id|mail|email)$|_(mail|email|person)$|^who$")


def subclasses(kind: type[Fact]) -> Iterator[type[Fact]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def all_facts() -> list[type[Fact]]:
    """Every fact of the product; those of tests left out."""
    for found in pkgutil.walk_packages(accountability.__path__, "accountability."):
        if ".domain" in found.name or found.name.count(".") == 1:
            importlib.import_module(found.name)
    return sorted({each for each in subclasses(Fact) if each.__module__.startswith("accountability.")} - {PersonFact}, key=str)


def faults(kind: type[Fact]) -> list[str]:
    """What is wrong with a fact."""
    classes = classes_of(kind)
    found = [f"{name} is neither plain nor personal" for name, said in classes.items() if said is None]
    found += [f"{name} must not stand in a journal" for name in classes if NEVER.search(name)]
    found += [f"{name} names somebody" for name, said in classes.items() if NAMES_SOMEBODY.search(name) and said != PERSONAL]
    if issubclass(kind, PersonFact) and PERSONAL in classes.values():
        found.append("a fact about an account is told to every organisation: nothing in it is personal")
    if not dataclasses.is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        found.append("a fact is a frozen dataclass")
    return found


@pytest.mark.parametrize("kind", all_facts(), ids=lambda kind: kind.__name__)
def test_every_field_of_a_fact_is_plain_or_personal(kind: type[Fact]) -> None:
    assert not faults(kind)


def missing_sentences(kinds: list[type[Fact]]) -> set[str]:
    return {kind.__name__ for kind in kinds} - set(SENTENCES)


def test_every_fact_has_a_sentence() -> None:
    assert not missing_sentences(all_facts())


@pytest.mark.parametrize("kind", all_facts(), ids=lambda kind: kind.__name__)
def test_a_sentence_has_places_for_what_the_fact_says_and_no_others(kind: type[Fact]) -> None:
    sentence = SENTENCES[kind.__name__]
    places = set(re.findall(r"%\((\w+)\)s", sentence.text)) - {"who", "subject"}
    assert places <= set(classes_of(kind))
    assert ("%(subject)s" in sentence.text) <= (sentence.about is not None)
    if sentence.about and sentence.about[1]:
        assert sentence.about[1] in classes_of(kind)


def test_facts_are_not_named_alike() -> None:
    names = [kind.__name__ for kind in all_facts()]
    assert len(names) == len(set(names))


def test_planted_faults_of_facts_are_seen() -> None:
    @dataclasses.dataclass(frozen=True)
    class Loose(Fact):
        comment: str
        token: PlainText
        email: PlainText
        either: PlainText | None

    @dataclasses.dataclass(frozen=True)
    class Told(PersonFact):
        name: Personal[str]

    assert len(faults(Loose)) == 3
    assert faults(Told)
    assert missing_sentences([Loose]) == {"Loose"}


def test_what_nobody_classified_is_kept_apart() -> None:
    @dataclasses.dataclass(frozen=True)
    class Loose(Fact):
        comment: str
        count: int
        member_id: uuid.UUID

    member_id = uuid.uuid4()
    plain, personal = parts_of(Loose(comment="Ana", count=2, member_id=member_id))
    assert plain == {"count": 2}
    assert personal == {"comment": "Ana", "member_id": str(member_id)}


def test_ids_numbers_days_and_choices_are_plain_by_their_type() -> None:
    @dataclasses.dataclass(frozen=True)
    class Typed(Fact):
        one_id: uuid.UUID
        count: int
        at: datetime | None
        names: tuple[PlainText, ...]

    assert set(classes_of(Typed).values()) == {PLAIN}


def test_the_stored_entry_holds_no_personal_word_in_clear(session: Session, ours: Tenant, at: datetime) -> None:
    journal.record(session, Planted(number=1, about="ana@example.org"), by=ours.actor("officer"), at=at)
    session.flush()
    [entry] = session.query(JournalEntry).all()
    stored: Any = [entry.kind, entry.details, entry.personal, entry.digest]
    assert "ana@example.org" not in str(stored)
    assert ours.actor("officer").name not in str(stored)
    assert str(ours.actor("officer").member_id) not in str(stored)


SAMPLES: dict[Any, Any] = {
    int: 2,
    bool: True,
    str: "words",
    uuid.UUID: uuid.UUID(int=7),
    date: date(2026, 5, 4),
    datetime: datetime(2026, 5, 4, tzinfo=UTC),
}


def sample(hint: Any) -> Any:
    """Some value of a type."""
    if typing.get_origin(hint) is typing.Annotated:
        return sample(hint.__origin__)
    if typing.get_origin(hint) is tuple:
        return (sample(typing.get_args(hint)[0]),)
    if typing.get_args(hint):
        return sample(typing.get_args(hint)[0])
    kind = getattr(hint, "__supertype__", hint)
    return next(iter(kind)) if issubclass(kind, enum.Enum) else SAMPLES[kind]


def example(kind: type[Fact]) -> Fact:
    """A fact with something in each field."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return kind(**{name: sample(hint) for name, hint in hints.items()})


def test_every_fact_is_read_by_owners_as_a_whole_sentence(
    sign_in: Callable[[str], CheckingClient], ours: Tenant, at: datetime
) -> None:
    with ours.session() as session, session.begin():
        for kind in all_facts():
            # Stored and not recorded: nobody must act on what did not happen.
            details, personal = parts_of(example(kind))
            parts = [("who", None, "Ana"), *((name, None, value) for name, value in personal.items())]
            journal.store(session, kind.__name__, details, parts, at=at, subject_id=uuid.UUID(int=7))
    said = sign_in("owner").get("/record/export?form=csv").get_data(as_text=True)
    rows = {row["kind"]: row["what"] for row in csv.DictReader(StringIO(said.removeprefix("\ufeff")))}
    assert {kind.__name__ for kind in all_facts()} <= set(rows)
    assert not [text for text in rows.values() if "%" in text or "–" in text or "None" in text or "_" in text]
    assert rows["RoundOpened"].endswith("closes on 4 May 2026, results on 4 May 2026.")


def test_words_of_the_program_are_said_in_peoples_words(
    sign_in: Callable[[str], CheckingClient], ours: Tenant, at: datetime
) -> None:
    with ours.session() as session, session.begin():
        journal.store(session, "SecondFactorAdded", {"kind": "totp"}, [], at=at)
        journal.store(session, "TokenMade", {"scope": "READ_GAP READ_SURVEYS", "lasts_days": 30}, [], at=at)
        journal.store(session, "ColleagueInvited", {"role": "custom"}, [], at=at)
    said = sign_in("owner").get("/record").text
    assert "set up a second factor: a code generator." in said
    assert "It may: read gap, read surveys." in said
    assert "invited a colleague as a role of your own" in said


def test_what_a_fact_of_before_does_not_say_is_left_open(
    sign_in: Callable[[str], CheckingClient], ours: Tenant, at: datetime
) -> None:
    with ours.session() as session, session.begin():
        journal.store(session, "SurveyExtended", {}, [], at=at)
        journal.store(session, "RoleMade", {"name": "Field", "permissions": []}, [], at=at)
    said = sign_in("owner").get("/record").text
    assert "The service left the survey (no longer there) open until –." in said
    assert "It may: nothing." in said
