"""What an assessment suggests to do, and what would be if it were done, as pages."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment.commands import close_rating
from accountability.assessment.models import Assessment
from accountability.followup.models import Action
from accountability.organisation.models import CustomRole
from tests.followup.plan import KEY_ACTION, OTHER, assess, plan, rate_apart, stored
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]


def test_from_a_finished_assessment_a_plan_is_one_click(sign_in: SignIn, session: Session, assessment: Assessment) -> None:
    officer, path = sign_in("officer"), f"/plan/suggestions/{assessment.id}"
    text = officer.get(path).text
    assert "Start here" in text
    assert "At level 0" in text
    assert "Make a plan of it" in officer.get("/plan").text
    officer.post(f"{path}/take", {"suggestion": KEY_ACTION})
    officer.post(f"{path}/take", {"suggestion": OTHER})
    assert [each.key_action for each in stored(session)] == [KEY_ACTION, OTHER]
    assert "Everything this assessment suggests is planned" in officer.get(path).text
    assert "Make a plan of it" not in officer.get("/plan").text


def test_a_second_click_plans_nothing_more(sign_in: SignIn, session: Session, assessment: Assessment) -> None:
    officer, path = sign_in("officer"), f"/plan/suggestions/{assessment.id}/take"
    officer.post(path, {"suggestion": KEY_ACTION})
    officer.post(path, {"suggestion": KEY_ACTION})
    assert "This suggestion is no longer there" in officer.get("/plan").text
    assert len(stored(session)) == 1


def test_an_assessment_without_anything_low_says_so(sign_in: SignIn, session: Session, ours: Tenant) -> None:
    made = assess(ours, session, {KEY_ACTION: 4})
    session.commit()
    assert "Nothing stands out" in sign_in("officer").get(f"/plan/suggestions/{made.id}").text


def test_raters_far_apart_are_a_reason_once_they_may_be_seen(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    made = rate_apart(ours, session, KEY_ACTION, levels=(1, 3))
    session.commit()
    officer, path = sign_in("officer"), f"/plan/suggestions/{made.id}"
    assert "Nothing stands out" in officer.get(path).text
    close_rating(session, made, words="We are few.", by=ours.actor("officer"), at=at)
    session.commit()
    text = officer.get(path).text
    assert "Raters far apart" in text
    assert "raters 2 levels apart" in text
    officer.post(f"{path}/take", {"suggestion": KEY_ACTION})
    assert stored(session)[0].expected_level is None


def test_raters_one_level_apart_are_no_reason(sign_in: SignIn, session: Session, ours: Tenant, at: datetime) -> None:
    made = rate_apart(ours, session, KEY_ACTION, levels=(2, 3))
    close_rating(session, made, words="We are few.", by=ours.actor("officer"), at=at)
    session.commit()
    assert "Nothing stands out" in sign_in("officer").get(f"/plan/suggestions/{made.id}").text


def test_the_dry_run_shows_the_mean_now_and_then(
    sign_in: SignIn, session: Session, officer: Actor, assessment: Assessment, at: datetime
) -> None:
    plan(session, by=officer, at=at, key_action=KEY_ACTION, expected_level=4)
    plan(session, by=officer, at=at, title="No change", key_action=OTHER, expected_level=1)
    session.commit()
    text = sign_in("board").get("/plan/what-if").text
    assert '<td class="number">0.5</td><td class="number"><strong>2.5</strong></td>' in text
    assert "level 0 → 4" in text
    assert "Hoped for, and no change of a mean" in text


def test_without_an_assessment_nothing_is_reckoned(sign_in: SignIn) -> None:
    assert "Without an assessment there is no mean" in sign_in("viewer").get("/plan/what-if").text


def test_a_role_of_ones_own_that_reads_the_plan_sees_no_levels(
    sign_in: SignIn, session: Session, ours: Tenant, assessment: Assessment, officer: Actor, at: datetime
) -> None:
    made = plan(session, by=officer, at=at, assessment_id=assessment.id)
    ours.actor("custom")
    role = session.query(CustomRole).one()
    role.permissions = ["READ_FOLLOWUP", "EDIT_PLAN"]
    session.commit()
    custom = sign_in("custom")
    assert "Cycle 2026" not in custom.get("/plan").text + custom.get(f"/plan/actions/{made.id}").text
    assert b"Cycle 2026" not in custom.get("/plan/export").data
    custom.get("/plan/what-if", expect=403)
    custom.get(f"/plan/suggestions/{assessment.id}", expect=403)
    custom.post(f"/plan/suggestions/{assessment.id}/take", {"suggestion": KEY_ACTION}, expect=403)


def test_the_card_of_a_low_level_is_one_click_from_an_action(sign_in: SignIn, session: Session, ours: Tenant) -> None:
    made = assess(ours, session, {KEY_ACTION: 1})
    client = sign_in("officer")
    card = f"/assessments/{made.id}/key-actions/{KEY_ACTION}"
    assert f'action="/plan/suggestions/{made.id}/take"' in client.get(card).text
    client.post(f"/plan/suggestions/{made.id}/take", {"suggestion": KEY_ACTION})
    assert session.scalars(sa.select(Action.key_action)).all() == [KEY_ACTION]


def test_the_card_of_a_high_level_offers_no_action(sign_in: SignIn, session: Session, ours: Tenant) -> None:
    made = assess(ours, session, {KEY_ACTION: 3})
    text = sign_in("officer").get(f"/assessments/{made.id}/key-actions/{KEY_ACTION}").text
    assert "/plan/suggestions/" not in text
