"""Ways round what raters were promised, each tried once and closed."""

import pytest
import sqlalchemy as sa

from accountability.assessment import commands
from accountability.assessment.domain.sheets.columns import Column
from accountability.assessment.domain.sheets.deciding import NothingToBringIn
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import AgreedLevel, BroughtIn, Rating, RatingTally
from accountability.trash import put_away
from tests.factories.assessment import FIRST, LAST
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, says, start_blind
from tests.factories.sheets import bring_in, changed, exported, held


def test_what_fewer_than_ten_anonymous_raters_chose_is_kept_nowhere(ours, session):
    people = add_colleagues(ours, session, 11, at=ours.at)
    cycle = start_blind(ours, session, way=Way.ANONYMOUS)
    ask(ours, session, cycle, people[:10], "c01")
    ask(ours, session, cycle, people[10:], "c12")
    for each in people[:10]:
        rate_alone(session, cycle, each, {FIRST: says(2)}, at=ours.at)
    rate_alone(session, cycle, people[10], {LAST: says(0)}, at=ours.at)
    finish(session, cycle, *people, at=ours.at)
    close(ours, session, cycle)
    assert set(session.scalars(sa.select(RatingTally.key_action))) == {FIRST}


def test_a_sheet_writes_no_level_without_a_reason_where_raters_differ(ours, session):
    people = add_colleagues(ours, session, 5, at=ours.at)
    cycle = start_blind(ours, session)
    ask(ours, session, cycle, people)
    for number, each in enumerate(people):
        rate_alone(session, cycle, each, {FIRST: says(4 if number % 2 else 1)}, at=ours.at)
    finish(session, cycle, *people, at=ours.at)
    close(ours, session, cycle)
    rows = held(ours, session, cycle, changed(exported(ours, session, cycle), {FIRST: {Column.ANSWER: "2"}}))
    with pytest.raises(NothingToBringIn):
        bring_in(ours, session, cycle, rows)
    assert session.scalars(sa.select(AgreedLevel).where(AgreedLevel.assessment_id == cycle.id)).all() == []


def test_a_sheet_that_waits_does_not_outlive_a_change_to_anonymous(ours, session):
    contributor = ours.actor("contributor")
    cycle = start_blind(ours, session)
    ask(ours, session, cycle, [*add_colleagues(ours, session, 10, at=ours.at), contributor])
    given = changed(exported(ours, session, cycle, role="contributor"), {FIRST: {Column.ANSWER: "0"}})
    held(ours, session, cycle, given, role="contributor")
    officer = ours.actor("officer")
    commands.choose_way(session, cycle, way=Way.ANONYMOUS, least=10, rate_by=None, by=officer, at=ours.at)
    assert session.scalars(sa.select(BroughtIn)).all() == []


def test_who_is_forgotten_is_forgotten_in_the_trash_too(ours, session):
    contributor = ours.actor("contributor")
    cycle = start_blind(ours, session)
    ask(ours, session, cycle, [*add_colleagues(ours, session, 3, at=ours.at), contributor])
    rate_alone(session, cycle, contributor, {FIRST: says(2, note="mine")}, at=ours.at)
    put_away(cycle, by=ours.actor("officer"), at=ours.at)
    session.flush()
    commands.forget_drafts(session, {contributor.member_id})
    assert session.scalars(sa.select(Rating)).all() == []
