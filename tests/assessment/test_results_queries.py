"""What results stand on, as it is read: the cycle before, members behind levels, marks, findings, trends; on both databases."""

from datetime import timedelta

import pytest

from accountability.assessment import commands, queries
from accountability.assessment.commands.targets import choose_targets
from accountability.assessment.domain.checks import Check
from accountability.assessment.domain.marks import Marks, TargetChoice
from accountability.assessment.domain.ratings import Answer, Knowledge
from accountability.assessment.domain.refusals import AssessmentIsSigned, AssessmentIsSubmitted
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.ways import Way
from accountability.assessment.queries.behind import count_members
from accountability.assessment.queries.checking import find_open_matters
from accountability.assessment.queries.marks import list_marks
from accountability.assessment.queries.previous import carried_answers, find_previous, list_previous_levels
from accountability.assessment.queries.results import get_results
from accountability.assessment.queries.trends import MOST_CYCLES, get_trend
from accountability.database import NotFound
from accountability.standard.domain import Depth
from accountability.standard.domain.mapping import make_mapping
from accountability.standard.queries import shipped_pack
from tests.factories.assessment import FIRST, LAST, SECOND, level, rate, sign, start
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, says, start_blind

JUSTICE = "c01-justice-equality"
DAY = timedelta(days=1)


def start_on(ours, session, day, *, depth=Depth.QUICK, **more):
    by, at = ours.actor("officer"), ours.at + day * DAY
    return commands.start_assessment(session, name=f"Day {day}", depth=depth, by=by, at=at, **more)


def signed_on(ours, session, day, answers, **more):
    made = start_on(ours, session, day, **more)
    for slug, answer in answers.items():
        rate(ours, session, made, slug, answer)
    seen = queries.count_versions(session, made)
    commands.sign_assessment(session, made, seen=seen, by=ours.actor("board"), at=ours.at + (day + 0.5) * DAY)
    return made


def choose(ours, session, assessment, targets, by="officer"):
    choices = {slug: TargetChoice(target=target, seen=None) for slug, target in targets.items()}
    return choose_targets(session, assessment, choices=choices, by=ours.actor(by), at=ours.at)


# The cycle before


def test_the_cycle_before_is_the_last_signed_of_those_that_began_earlier(ours, session):
    signed_on(ours, session, 0, {FIRST: level(1)})
    before = signed_on(ours, session, 1, {FIRST: level(2)})
    start_on(ours, session, 2)
    now = start_on(ours, session, 3)
    signed_on(ours, session, 4, {FIRST: level(4)})
    assert find_previous(session, now) is before
    assert list_previous_levels(session, now) == {FIRST: 2}


def test_a_cycle_that_was_made_from_another_has_that_one_before_it(ours, session):
    first = signed_on(ours, session, 0, {FIRST: level(1)})
    signed_on(ours, session, 1, {FIRST: level(2)})
    now = start_on(ours, session, 2, previous_id=first.id)
    assert find_previous(session, now) is first
    assert get_results(session, now, by=ours.actor("officer")).marks[FIRST] == Marks(previous=1)


def test_the_first_cycle_has_none_before_it(ours, theirs, session):
    with theirs.session() as other:
        signed_on(theirs, other, -9, {FIRST: level(4)})
        other.commit()
    now = start_on(ours, session, 0)
    assert find_previous(session, now) is None
    assert list_previous_levels(session, now) == {}
    assert get_results(session, now, by=ours.actor("officer")).before is None


def test_a_removed_cycle_is_none_before_another(ours, session):
    first = start_on(ours, session, 0)
    rate(ours, session, first, FIRST, level(1))
    now = start_on(ours, session, 1, previous_id=first.id)
    commands.remove_assessment(session, first, by=ours.actor("officer"), at=ours.at)
    assert find_previous(session, now) is None
    assert get_results(session, now, by=ours.actor("officer")).before is None


def test_answers_cross_versions_only_through_the_mapping(ours, session, monkeypatch):
    asked = start_on(ours, session, 0)
    answers = {"old": level(2), "gone": level(4), FIRST: Answer(note="no level")}
    pack = shipped_pack()
    asked.pack_version = "0.9"
    assert carried_answers(session, answers, asked=asked, pack=pack) is None
    mapping = make_mapping({FIRST: ["old"]}, old=["old", "gone"], new=[FIRST])
    monkeypatch.setattr("accountability.standard.queries.mappings_between", lambda *_of, **_versions: (mapping,))
    assert carried_answers(session, answers, asked=asked, pack=pack) == {FIRST: level(2)}
    asked.pack_id = "another"
    assert carried_answers(session, answers, asked=asked, pack=pack) is None


# Members behind the levels


def test_members_whose_answers_stand_are_counted_where_people_rate_together(ours, session):
    made = start(ours, session)
    rate(ours, session, made, FIRST, level(1), by="officer")
    rate(ours, session, made, FIRST, level(2), seen=1)
    rate(ours, session, made, LAST, Answer(note="only a note"))
    assert count_members(session, made, queries.list_agreed(session, made)) == {JUSTICE: 1}
    rate(ours, session, made, SECOND, level(2), by="officer")
    assert count_members(session, made, queries.list_agreed(session, made)) == {JUSTICE: 2}


def test_a_level_agreed_after_blind_rating_stands_on_several(ours, session):
    made, _raters = closed(ours, session, {FIRST: (1, 4)})
    assert count_members(session, made, queries.list_agreed(session, made)) == {}
    agree(ours, session, made, FIRST, level(2))
    assert count_members(session, made, queries.list_agreed(session, made)) == {JUSTICE: 2}


def closed(ours, session, levels, *, knowledge=None, way=Way.NAMED, number=5):
    """A blind assessment that is closed; each level of a key action is said by as many raters as there are, in turn."""
    made = start_blind(ours, session, way=way)
    raters = add_colleagues(ours, session, number, at=ours.at)
    ask(ours, session, made, raters)
    for place, each in enumerate(raters):
        answers = {slug: says(said[place % len(said)], knowledge=knowledge) for slug, said in levels.items()}
        rate_alone(session, made, each, answers, at=ours.at)
    finish(session, made, *raters, at=ours.at)
    close(ours, session, made)
    return made, raters


def agree(ours, session, made, slug, answer):
    commands.agree_level(session, made, key_action=slug, answer=answer, seen=0, by=ours.actor("officer"), at=ours.at)


# Marks and targets


def test_targets_are_chosen_changed_and_counted(ours, session):
    made = start(ours, session)
    assert choose(ours, session, made, {FIRST: 3, SECOND: None}) == 1
    assert choose(ours, session, made, {FIRST: 3}) == 0
    assert list_marks(session, made)[FIRST] == Marks(target=3)
    assert list_marks(session, made)[LAST].is_empty


def test_a_target_leaves_the_work_status_as_it_is(ours, session):
    made, by = start(ours, session), ours.actor("officer")
    commands.mark_work(session, made, key_action=FIRST, work=WorkStatus.READY, by=by, at=ours.at)
    choose(ours, session, made, {FIRST: 2})
    kept = queries.find_item_state(session, made, key_action=FIRST)
    assert (kept.work, kept.target) == (WorkStatus.READY, 2)


def test_targets_stand_while_it_waits_and_after_it_is_signed(ours, session):
    made = start(ours, session)
    rate(ours, session, made, FIRST, level(2))
    made.submitted_at, made.submitted_by_id = ours.at, ours.actor("officer").member_id
    session.flush()
    with pytest.raises(AssessmentIsSubmitted):
        choose(ours, session, made, {FIRST: 3})
    made.submitted_at = made.submitted_by_id = None
    sign(ours, session, made)
    with pytest.raises(AssessmentIsSigned):
        choose(ours, session, made, {FIRST: 3})


def test_a_target_of_what_is_not_asked_is_not_found(ours, session):
    with pytest.raises(NotFound):
        choose(ours, session, start(ours, session), {"no-such": 3})


# Findings


def findings(ours, session, made, who="officer"):
    standing = queries.get_standing(session, made, member_id=ours.actor(who).member_id)
    checked = find_open_matters(session, made, standing=standing, today=ours.at.date())
    return {(each.check, each.item.key_action.slug, each.figures) for each in checked.findings if each.item}


def test_raters_who_are_apart_are_found_until_a_level_stands(ours, session):
    made, _raters = closed(ours, session, {FIRST: (1, 4), SECOND: (2, 3)})
    assert (Check.APART, FIRST, (1, 4)) in findings(ours, session, made)
    assert Check.APART not in {check for check, slug, _ in findings(ours, session, made) if slug == SECOND}
    agree(ours, session, made, FIRST, Answer(verdict=level(2).verdict, level=2, note="We looked again"))
    assert Check.APART not in {check for check, *_ in findings(ours, session, made)}


def test_a_policy_that_few_know_is_found(ours, session):
    made, _raters = closed(ours, session, {SECOND: (3,)}, knowledge=Knowledge.DOES_NOT_KNOW)
    agree(ours, session, made, SECOND, level(3))
    assert (Check.NOT_KNOWN, SECOND, (0, 5)) in findings(ours, session, made)


def test_of_anonymous_raters_findings_stand_on_what_is_shown_and_nothing_exact(ours, session):
    made, _raters = closed(ours, session, {SECOND: (3,)}, knowledge=Knowledge.DOES_NOT_KNOW, way=Way.ANONYMOUS, number=10)
    agree(ours, session, made, SECOND, level(3))
    assert (Check.NOT_KNOWN, SECOND, (5, 100)) in findings(ours, session, made)  # 5 stands for “under 10 %”


def test_before_rating_is_closed_nothing_of_what_raters_chose_is_found(ours, session):
    made = start_blind(ours, session)
    raters = add_colleagues(ours, session, 4, at=ours.at)
    ask(ours, session, made, raters)
    for place, each in enumerate(raters):
        rate_alone(session, made, each, {FIRST: says(place)}, at=ours.at)
    finish(session, made, *raters, at=ours.at)
    assert {check for check, *_ in findings(ours, session, made)} == {Check.BLANK}


def test_open_comments_are_found(ours, session):
    made = start(ours, session)
    commands.write_comment(session, made, key_action=FIRST, words="Really?", by=ours.actor("officer"), at=ours.at)
    assert (Check.OPEN_COMMENTS, FIRST, (1,)) in findings(ours, session, made)


# Trends


def test_signed_cycles_and_the_open_one_stand_in_their_order(ours, session):
    first = signed_on(ours, session, 0, {FIRST: level(1)})
    second = signed_on(ours, session, 2, {FIRST: level(2)})
    now = start_on(ours, session, 3, depth=Depth.FULL)
    rate(ours, session, now, FIRST, level(4))
    rate(ours, session, now, "c01-a-root-causes", level(0))
    trend = get_trend(session)
    assert trend.assessments == (first, second, now)
    change = trend.lines[0].points[-1].change
    assert (change.by, change.shared, change.new) == (2, 1, 1)


def test_an_open_cycle_that_was_left_behind_is_no_step(ours, session):
    start_on(ours, session, 0)
    signed = signed_on(ours, session, 1, {FIRST: level(1)})
    assert get_trend(session).assessments == (signed,)


def test_without_a_cycle_there_is_no_trend_and_the_neighbours_is_not_ours(ours, theirs, session):
    with theirs.session() as other:
        signed_on(theirs, other, 0, {FIRST: level(4)})
        other.commit()
    assert get_trend(session).lines == ()


def test_a_trend_goes_back_over_the_last_cycles_only(ours, session):
    made = [signed_on(ours, session, day, {FIRST: level(day % 5)}) for day in range(MOST_CYCLES + 1)]
    assert list(get_trend(session).assessments) == made[1:]
