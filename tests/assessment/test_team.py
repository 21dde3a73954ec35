"""The team of a cycle: the way, asking, reminding, finishing, leaving."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accountability.assessment import commands, queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.domain.refusals import RatingIsClosed, RatingIsFinished, SectionIsNotYours, YouAreNotOnTheTeam
from accountability.assessment.domain.team import (
    HasRated,
    IsRemindedToday,
    MayNotRate,
    NobodyIsChosen,
    NobodyIsWaitedFor,
    NobodyRatesAlone,
    NothingIsAnswered,
    ResultsAreShown,
    TeamIsTooLarge,
    TeamStands,
    TooFewToReveal,
    WayIsFixed,
)
from accountability.assessment.domain.ways import MOST_RATERS, Way
from accountability.assessment.models import Rating
from accountability.database import new_id
from accountability.journal import JournalEntry
from accountability.organisation import queries as organisation
from accountability.organisation.models import CustomRole
from accountability.outbox import OutboxMail
from tests.factories.assessment import FIRST, SECOND, level, rate, start
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, start_blind


def choose(ours, session, assessment, way, least=5, rate_by=None):
    commands.choose_way(session, assessment, way=way, least=least, rate_by=rate_by, by=ours.actor("officer"), at=ours.at)


def mails(session):
    return session.scalars(sa.select(OutboxMail)).all()


@pytest.fixture
def people(ours, session):
    return add_colleagues(ours, session, 4, at=ours.at)


@pytest.fixture
def named(ours, session, people):
    assessment = start_blind(ours, session, least=3)
    ask(ours, session, assessment, people)
    return assessment


# The way


def test_the_way_changes_until_somebody_rates(ours, session):
    assessment = start(ours, session)
    choose(ours, session, assessment, Way.NAMED, 4)
    choose(ours, session, assessment, Way.ANONYMOUS, 4)
    assert (assessment.way, assessment.least_raters) == (Way.ANONYMOUS, 10)
    choose(ours, session, assessment, Way.TOGETHER)
    rate(ours, session, assessment, FIRST, level(2))
    with pytest.raises(WayIsFixed):
        choose(ours, session, assessment, Way.NAMED)


def test_the_least_number_is_three_and_fixed_once_somebody_rates(ours, session, named, people):
    with pytest.raises(TooFewToReveal):
        choose(ours, session, named, Way.NAMED, 2)
    rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)
    with pytest.raises(WayIsFixed):
        choose(ours, session, named, Way.NAMED, 4)
    choose(ours, session, named, Way.NAMED, 3, date(2026, 6, 1))
    assert named.rate_by == date(2026, 6, 1)


# Asking


def test_each_gets_one_mail_with_their_sections(ours, session, people):
    assessment = start_blind(ours, session)
    ask(ours, session, assessment, people[:2], "c01-justice-equality")
    ask(ours, session, assessment, people[:3])
    assert sorted(mail.recipient[:6] for mail in mails(session)) == ["rater1", "rater2", "rater3"]
    assert "Justice" in mails(session)[0].text
    assert [each.sections for each in queries.list_team(session, assessment)] == [("c01-justice-equality",)] * 2 + [None]


def test_only_members_whose_role_rates_are_asked(ours, session):
    assessment = start_blind(ours, session)
    with pytest.raises(NobodyIsChosen):
        ask(ours, session, assessment, [])
    with pytest.raises(MayNotRate):
        ask(ours, session, assessment, [ours.actor("viewer")])


def test_a_team_has_an_end(ours, session, named, monkeypatch):
    monkeypatch.setattr("accountability.assessment.domain.team.MOST_RATERS", 4)
    assert MOST_RATERS == 200
    with pytest.raises(TeamIsTooLarge):
        ask(ours, session, named, [ours.actor("contributor")])


def test_a_custom_role_that_may_rate_is_offered(ours, session):
    ours.actor("custom")
    assert [each.role.value for each in organisation.list_members_who(session, RATE_KEY_ACTION)] == []
    session.scalars(sa.select(CustomRole)).one().permissions = ["RATE_KEY_ACTION"]
    session.flush()
    assert [each.role.value for each in organisation.list_members_who(session, RATE_KEY_ACTION)] == ["custom"]


def test_nobody_joins_once_results_are_shown(ours, session, named, people):
    for each in people[:3]:
        rate_alone(session, named, each, {FIRST: level(1)}, at=ours.at)
    finish(session, named, *people[:3], at=ours.at)
    with pytest.raises(ResultsAreShown):
        ask(ours, session, named, [ours.actor("contributor")])


# Rating alone


def test_each_has_a_sheet_of_their_own(ours, session, named, people):
    for number, each in enumerate(people):
        rate_alone(session, named, each, {FIRST: level(number)}, at=ours.at)
    stored = [queries.find_own(session, named, member_id=each.member_id, key_action=FIRST).level for each in people]
    assert stored == [0, 1, 2, 3]
    assert queries.list_answers(session, named) == {}
    assert queries.get_progress(session, named).answered == 0


def test_who_is_not_asked_does_not_rate_blind(ours, session, named):
    for role in ("officer", "owner", "contributor"):
        with pytest.raises(YouAreNotOnTheTeam):
            rate_alone(session, named, ours.actor(role), {FIRST: level(1)}, at=ours.at)


def test_sections_hold_and_can_be_given_anew(ours, session, named, people):
    rater = commands.get_rater(session, named, member_id=people[0].member_id)
    by = ours.actor("officer")
    commands.give_sections(session, named, rater, sections=["c12-leadership"], by=by, at=ours.at)
    with pytest.raises(SectionIsNotYours):
        rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)
    commands.give_sections(session, named, rater, sections=[], by=by, at=ours.at)
    rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)


# Finishing


def test_who_has_finished_cannot_change_and_is_not_in_the_record(ours, session, named, people):
    with pytest.raises(NothingIsAnswered):
        finish(session, named, people[0], at=ours.at)
    rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)
    before = session.scalar(sa.select(sa.func.count()).select_from(JournalEntry))
    finish(session, named, people[0], at=ours.at)
    assert session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) == before
    with pytest.raises(RatingIsFinished):
        rate_alone(session, named, people[0], {SECOND: level(1)}, at=ours.at)
    with pytest.raises(RatingIsFinished):
        finish(session, named, people[0], at=ours.at)


def test_finishing_is_for_those_on_a_blind_team_that_is_open(ours, session, named, people):
    with pytest.raises(YouAreNotOnTheTeam):
        finish(session, named, ours.actor("officer"), at=ours.at)
    with pytest.raises(NobodyRatesAlone):
        finish(session, start(ours, session), people[0], at=ours.at)
    rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)
    finish(session, named, people[0], at=ours.at)
    close(ours, session, named, words="The meeting is tomorrow")
    with pytest.raises(RatingIsClosed):
        finish(session, named, people[1], at=ours.at)


# Taking somebody off


def remove(ours, session, assessment, who):
    rater = commands.get_rater(session, assessment, member_id=who.member_id)
    commands.remove_rater(session, assessment, rater, by=ours.actor("officer"), at=ours.at)


def test_who_has_rated_stays_with_their_answers(ours, session, named, people):
    rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)
    with pytest.raises(HasRated):
        remove(ours, session, named, people[0])
    remove(ours, session, named, people[1])
    assert len(queries.list_team(session, named)) == 3


def test_taking_somebody_off_an_anonymous_team_tells_nothing_of_them(ours, session, people):
    assessment = start_blind(ours, session, way=Way.ANONYMOUS)
    ask(ours, session, assessment, people)
    remove(ours, session, assessment, people[3])
    rate_alone(session, assessment, people[0], {FIRST: level(1)}, at=ours.at)
    for each in people[:3]:
        with pytest.raises(TeamStands):
            remove(ours, session, assessment, each)


# Reminding


def remind(ours, session, assessment, at=None):
    link, by = "https://example.org/rate", ours.actor("officer")
    return commands.remind_raters(session, assessment, link=link, by=by, at=at or ours.at)


def test_those_who_have_not_finished_are_reminded_once_a_day(ours, session, named, people):
    rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)
    finish(session, named, people[0], at=ours.at)
    assert remind(ours, session, named) == 3
    with pytest.raises(IsRemindedToday):
        remind(ours, session, named)
    assert remind(ours, session, named, at=ours.at + timedelta(days=1)) == 3
    recipients = [mail.recipient for mail in mails(session) if "still awaited" in mail.text]
    assert not any(each.startswith("rater1@") for each in recipients)


def test_anonymous_raters_are_all_reminded_whoever_has_finished(ours, session, people):
    assessment = start_blind(ours, session, way=Way.ANONYMOUS)
    ask(ours, session, assessment, people)
    rate_alone(session, assessment, people[0], {FIRST: level(1)}, at=ours.at)
    finish(session, assessment, people[0], at=ours.at)
    assert remind(ours, session, assessment) == 4
    assert {each.reminded_at for each in queries.list_raters(session, assessment)} == {ours.at}


def test_nobody_is_reminded_when_everybody_has_finished(ours, session, named, people):
    for each in people:
        rate_alone(session, named, each, {FIRST: level(1)}, at=ours.at)
    finish(session, named, *people, at=ours.at)
    with pytest.raises(NobodyIsWaitedFor):
        remind(ours, session, named)


# What waits


def test_what_waits_for_somebody_says_how_much_is_left(ours, session, named, people):
    other = start_blind(ours, session, name="Sections only")
    ask(ours, session, other, people[:1], "c01-justice-equality")
    rate_alone(session, named, people[0], {FIRST: level(1)}, at=ours.at)
    found = {each.assessment.name: each.progress for each in queries.list_waiting(session, member_id=people[0].member_id)}
    assert (found["Blind 2026"].answered, found["Blind 2026"].total) == (1, 24)
    assert found["Sections only"].total == 2
    assert queries.list_waiting(session, member_id=ours.actor("officer").member_id) == []


def test_together_it_waits_until_the_sections_are_answered(ours, session, people):
    assessment = start(ours, session)
    ask(ours, session, assessment, people[:1], "c01-justice-equality")
    who = people[0].member_id
    assert queries.list_waiting(session, member_id=who)[0].progress.total == 2
    for slug in (each.slug for each in queries.list_asked(session, assessment) if each.commitment == "c01-justice-equality"):
        rate_alone(session, assessment, people[0], {slug: level(2)}, at=ours.at)
    assert queries.list_waiting(session, member_id=who) == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Rating)) == 0


# Going


def test_drafts_go_with_the_person_and_what_was_shown_stays(ours, session, named, people):
    shown = start_blind(ours, session, least=3, name="Shown")
    ask(ours, session, shown, people)
    for assessment in (named, shown):
        for each in people[:2]:
            rate_alone(session, assessment, each, {FIRST: level(1)}, at=ours.at)
    finish(session, shown, people[0], at=ours.at)
    close(ours, session, shown, words="Enough")
    commands.forget_drafts(session, [people[0].member_id, people[1].member_id, new_id()])
    left = {(row.assessment_id, row.member_id) for row in session.scalars(sa.select(Rating))}
    assert left == {(shown.id, people[0].member_id)}
    assert len(queries.list_team(session, named)) == 2
