"""What was removed is hidden everywhere, comes back whole, and goes for good after thirty days."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import jobs, trash
from accountability.access import Actor
from accountability.assessment import commands as assessments
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.domain.refusals import AssessmentIsSigned
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.assessment.queries import count_versions, get_pack, list_assessments
from accountability.database import NotFound
from accountability.organisation.models import CustomRole
from accountability.standard.domain import Depth
from accountability.survey import commands as surveys
from accountability.survey import queries
from accountability.survey.domain import SurveyIsPublished
from accountability.survey.models import Question
from tests.factories.survey import make_open
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant


@pytest.fixture
def officer(ours: Tenant) -> Actor:
    return ours.actor("officer")


@pytest.fixture
def assessment(session: Session, officer: Actor, at: datetime) -> Assessment:
    """An assessment with one answer, in the trash."""
    made = assessments.start_assessment(session, name="By mistake", depth=Depth.QUICK, by=officer, at=at)
    slug = get_pack(session, made).commitments[0].key_actions_at(Depth.QUICK)[0].slug
    assessments.rate_key_action(
        session, made, key_action=slug, answer=Answer(verdict=Verdict.LEVEL, level=2), seen=0, by=officer, at=at
    )
    assessments.remove_assessment(session, made, by=officer, at=at)
    session.commit()
    session.expunge_all()
    return made


def test_what_was_removed_is_nowhere_but_in_the_trash(session: Session, assessment: Assessment, at: datetime) -> None:
    assert list_assessments(session) == []
    assert session.get(Assessment, (assessment.organisation_id, assessment.id)) is None
    assert [each.title for each in trash.list_removed(session, at=at)] == ["By mistake"]


def test_taken_back_it_is_as_it_was(session: Session, assessment: Assessment, officer: Actor, at: datetime) -> None:
    trash.take_back(session, trash.get_removed(session, "assessment", assessment.id), by=officer, at=at)
    session.expunge_all()
    found = session.get_one(Assessment, (assessment.organisation_id, assessment.id))
    assert count_versions(session, found) == 1
    assert trash.list_removed(session, at=at) == []


def test_after_thirty_days_it_goes_with_all_that_belongs_to_it(
    session: Session, assessment: Assessment, worker: jobs.Worker, at: datetime
) -> None:
    jobs.run("home.empty_trash", worker, at=at + timedelta(days=29))
    assert session.scalar(sa.select(sa.func.count()).select_from(AgreedLevel)) == 1
    jobs.run("home.empty_trash", worker, at=at + timedelta(days=30))
    assert session.scalar(sa.select(sa.func.count()).select_from(AgreedLevel)) == 0
    with pytest.raises(NotFound):
        trash.get_removed(session, "assessment", assessment.id)


def test_a_query_that_looks_into_the_trash_would_be_seen(session: Session, assessment: Assessment) -> None:
    with trash.looking_into_trash(session):
        assert len(list_assessments(session)) == 1


def test_what_others_rely_on_is_not_removed(session: Session, officer: Actor, at: datetime) -> None:
    published = make_open(session, officer, at)
    with pytest.raises(SurveyIsPublished):
        surveys.remove_survey(session, published, by=officer, at=at)
    signed = assessments.start_assessment(session, name="Signed", depth=Depth.QUICK, by=officer, at=at)
    signed.signed_at, signed.signed_by_id = at, officer.member_id
    session.flush()
    with pytest.raises(AssessmentIsSigned):
        assessments.remove_assessment(session, signed, by=officer, at=at)


def test_a_draft_survey_comes_back_with_its_questions(session: Session, officer: Actor, at: datetime) -> None:
    survey = surveys.start_survey(session, "Draft", language="en", closes_on=None, by=officer, at=at)
    session.add(_question(survey.id))
    session.flush()
    surveys.remove_survey(session, survey, by=officer, at=at)
    session.expunge_all()
    with pytest.raises(NotFound):
        queries.get_survey(session, survey.id)
    trash.take_back(session, trash.get_removed(session, "survey", survey.id), by=officer, at=at)
    assert len(queries.list_questions(session, queries.get_survey(session, survey.id))) == 1


def _question(survey_id: object) -> Question:
    return Question(
        survey_id=survey_id, number=1, position=1, kind="open_text", settings={}, wording="Why?", hint="",
        commitments=[], bank_id=None, is_core=False,
    )  # fmt: skip


def test_a_neighbours_trash_is_not_ours(session: Session, theirs: Tenant, assessment: Assessment, at: datetime) -> None:
    with theirs.session() as foreign:
        assert trash.list_removed(foreign, at=at) == []
        with pytest.raises(NotFound):
            trash.get_removed(foreign, "assessment", assessment.id)


def test_one_press_undoes_a_removal(client: CheckingClient, ours: Tenant, session: Session, officer: Actor, at: datetime) -> None:
    made = assessments.start_assessment(session, name="Oops", depth=Depth.QUICK, by=officer, at=at)
    session.commit()
    client.sign_in(ours, "officer")
    shown = client.get(client.post(f"/assessments/{made.id}/remove").location)
    assert f"/trash/assessment/{made.id}/take-back" in shown.text
    client.get(f"/assessments/{made.id}", expect=404)
    assert "Oops" in client.get("/trash").text
    client.post(f"/trash/assessment/{made.id}/take-back")
    client.get(f"/assessments/{made.id}")


def test_who_may_not_make_it_may_not_take_it_back(client: CheckingClient, ours: Tenant, assessment: Assessment) -> None:
    client.sign_in(ours, "viewer")
    client.get("/trash", expect=403)
    client.post(f"/trash/assessment/{assessment.id}/take-back", expect=403)


def test_who_sees_the_trash_takes_back_only_what_they_could_make(
    client: CheckingClient, ours: Tenant, session: Session, assessment: Assessment
) -> None:
    ours.actor("custom")
    session.scalars(sa.select(CustomRole)).one().permissions = ["SEE_TRASH"]
    session.flush()
    client.sign_in(ours, "custom")
    assert assessment.name not in client.get("/trash").text
    client.post(f"/trash/assessment/{assessment.id}/take-back", expect=403)


def test_the_empty_trash_says_what_comes_here(client: CheckingClient, ours: Tenant) -> None:
    client.sign_in(ours, "owner")
    assert "Nothing in the trash" in client.get("/trash").text
    client.post(f"/trash/member/{ours.organisation_id}/take-back", expect=404)
