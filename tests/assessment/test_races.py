"""Two people at the same moment, with real connections: nothing is overwritten, nothing slips in after the signature."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from accountability.assessment import queries
from accountability.assessment.commands import rating as rating_commands
from accountability.assessment.domain.refusals import AssessmentHasChanged, AssessmentIsSigned, RatingIsDisputed, VersionIsTaken
from accountability.database import Database
from accountability.journal import JournalEntry
from accountability.refusal import Refusal
from tests.factories.assessment import FIRST, level, rate, sign, start
from tests.support.databases import make_postgres, make_sqlite
from tests.support.tenants import Tenant, make_tenant


@pytest.fixture(params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path) -> Iterator[Database]:
    if request.param == "sqlite":
        database = make_sqlite(tmp_path)
    else:
        database = make_postgres(request.getfixturevalue("postgres_server"), f"race_{secrets.token_hex(6)}")
    yield database
    database.engine.dispose()


@pytest.fixture
def racing(whole, at) -> Tenant:
    tenant = make_tenant(whole, "Race", at=at)
    for role in ("officer", "contributor", "board"):
        tenant.actor(role)
    return tenant


def begin(tenant):
    with tenant.session() as session, session.begin():
        assessment = start(tenant, session)
        rate(tenant, session, assessment, "c01-d-inclusion-inside", level(3))
        return assessment.id


def at_once(tenant, assessment_id, *deeds: Callable) -> list[str]:
    """Do all deeds in sessions that have begun before any of them goes on; what each came to."""
    gate = Barrier(len(deeds))

    def do(deed):
        gate.wait()
        try:
            with tenant.session() as session, session.begin():
                deed(session, queries.get_assessment(session, assessment_id))
        except Refusal as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


def rating(tenant, number, slug=FIRST):
    return lambda session, assessment: rate(tenant, session, assessment, slug, level(number))


def versions(tenant, assessment_id):
    with tenant.session() as session:
        return queries.count_versions(session, queries.get_assessment(session, assessment_id))


def test_of_different_answers_at_once_one_is_stored_and_the_others_are_disputed(racing):
    assessment_id = begin(racing)
    outcome = at_once(racing, assessment_id, *(rating(racing, number) for number in range(4)))
    assert outcome == sorted(["done", *[RatingIsDisputed.__name__] * 3])
    assert versions(racing, assessment_id) == 2


def test_equal_answers_at_once_are_one(racing):
    assessment_id = begin(racing)
    assert at_once(racing, assessment_id, *[rating(racing, 2)] * 4) == ["done"] * 4
    assert versions(racing, assessment_id) == 2


def test_answers_to_different_key_actions_at_once_are_all_stored(racing):
    assessment_id = begin(racing)
    slugs = [FIRST, "c02-b-voice-leadership", "c12-c-leaders-answer"]
    assert at_once(racing, assessment_id, *(rating(racing, 1, slug) for slug in slugs)) == ["done"] * 3
    assert versions(racing, assessment_id) == 4


def test_nothing_slips_in_beside_a_signature(racing):
    assessment_id = begin(racing)
    outcome = at_once(racing, assessment_id, rating(racing, 2), lambda session, found: sign(racing, session, found))
    assert set(outcome) <= {"done", AssessmentIsSigned.__name__, AssessmentHasChanged.__name__}
    with racing.session() as session:
        stored = queries.get_progress(session, queries.get_assessment(session, assessment_id)).answered
        signatures = session.scalars(sa.select(JournalEntry).where(JournalEntry.kind == "AssessmentSignedOff")).all()
    assert all(signature.details["answered"] == stored for signature in signatures)


def test_without_holding_the_assessment_the_database_has_the_last_word(racing, monkeypatch):
    monkeypatch.setattr(rating_commands, "hold", lambda _session, _assessment: None)
    assessment_id = begin(racing)
    outcome = at_once(racing, assessment_id, *(rating(racing, number) for number in range(4)))
    assert outcome.count("done") == 1
    assert set(outcome) <= {"done", RatingIsDisputed.__name__, VersionIsTaken.__name__}
    assert versions(racing, assessment_id) == 2
