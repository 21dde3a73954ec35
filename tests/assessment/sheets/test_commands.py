"""Bringing a sheet in, and taking it back, on both databases."""

from datetime import timedelta

import pytest

from accountability.assessment import queries
from accountability.assessment.commands import mark_work
from accountability.assessment.commands import sheets as commands
from accountability.assessment.domain.ratings import BLANK, Answer
from accountability.assessment.domain.refusals import AssessmentIsSigned
from accountability.assessment.domain.sheets.columns import Column
from accountability.assessment.domain.sheets.deciding import (
    MOST_WAITING,
    AgreeingIsNotYours,
    NoRowsInFile,
    NothingToBringIn,
    RatersAreAnonymous,
    RowsHaveChanged,
    SheetIsDecided,
    SheetIsOver,
    SheetIsTakenBack,
    TakingBackIsOver,
    TargetsAreNotYours,
    TooManyAreWaiting,
)
from accountability.assessment.domain.sheets.proposing import Fate
from accountability.assessment.domain.sheets.understanding import Understanding
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Rater
from accountability.assessment.queries import brought_in
from accountability.database import NotFound
from accountability.spreadsheet.rows import Spreadsheet
from tests.factories.assessment import FIRST, NOT_APPLICABLE, SECOND, level, rate, sign, start
from tests.factories.sheets import bring_in, changed, exported, held, proposals

THREE = {Column.ANSWER: "3"}


@pytest.fixture
def assessment(ours, session):
    return start(ours, session)


@pytest.fixture
def answers(session, assessment):
    return lambda: queries.list_answers(session, assessment)


def put_on_team(ours, session, assessment, way, role="contributor"):
    assessment.way, assessment.least_raters = way, 10
    by = ours.actor(role).member_id
    session.add(Rater(assessment_id=assessment.id, member_id=by, asked_at=ours.at, asked_by_id=by))
    session.flush()


def hold_changed(ours, session, assessment, changes, **more):
    return held(ours, session, assessment, changed(exported(ours, session, assessment), changes), **more)


# Looking first


def test_holding_changes_nothing(ours, session, assessment, answers):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    assert answers() == {}
    assert brought_in.is_ours(rows)
    assert [each.fate for each in proposals(ours, session, assessment, rows)].count(Fate.NEW) == 1


def test_an_export_brought_back_unchanged_changes_nothing(ours, session, assessment):
    rate(ours, session, assessment, FIRST, NOT_APPLICABLE)
    rows = held(ours, session, assessment, exported(ours, session, assessment))
    assert {each.fate for each in proposals(ours, session, assessment, rows)} == {Fate.SAME}
    with pytest.raises(NothingToBringIn):
        bring_in(ours, session, assessment, rows)


def test_a_file_of_empty_sheets_is_refused(ours, session, assessment):
    with pytest.raises(NoRowsInFile):
        commands.hold_sheet(
            session, assessment, spreadsheet=Spreadsheet(sheets=()), file_name="a", by=ours.actor("officer"), at=ours.at
        )


def test_files_do_not_pile_up(ours, session, assessment):
    for _ in range(MOST_WAITING):
        last = hold_changed(ours, session, assessment, {})
    with pytest.raises(TooManyAreWaiting):
        hold_changed(ours, session, assessment, {})
    commands.discard_sheet(session, last)
    hold_changed(ours, session, assessment, {})


def test_what_waits_is_seen_by_nobody_else(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    mine, other = ours.actor("officer").member_id, ours.actor("owner").member_id
    assert brought_in.get_brought_in(session, assessment, rows.id, member_id=mine) is rows
    assert brought_in.list_brought_in(session, assessment, member_id=other) == []
    with pytest.raises(NotFound):
        brought_in.get_brought_in(session, assessment, rows.id, member_id=other)
    bring_in(ours, session, assessment, rows)
    assert brought_in.list_brought_in(session, assessment, member_id=other) == [rows]


# Bringing in


def test_answers_become_new_versions_of_whoever_brings_them(ours, session, assessment, answers):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE | {Column.NOTE: "why", Column.FLAG: "yes"}})
    assert bring_in(ours, session, assessment, rows) == 1
    assert answers() == {FIRST: Answer(verdict=level(3).verdict, level=3, note="why", is_to_revisit=True)}
    assert queries.find_agreed(session, assessment, key_action=FIRST).member_id == ours.actor("officer").member_id
    assert (rows.cells, rows.remarks) == ([], [])


def test_an_emptied_cell_takes_the_answer_away(ours, session, assessment, answers):
    rate(ours, session, assessment, FIRST, level(2))
    bring_in(ours, session, assessment, hold_changed(ours, session, assessment, {FIRST: {Column.ANSWER: ""}}))
    assert answers()[FIRST] == BLANK


def test_what_others_changed_since_the_export_is_joined_part_by_part(ours, session, assessment, answers):
    rows = changed(exported(ours, session, assessment), {FIRST: {Column.NOTE: "from the file"}})
    rate(ours, session, assessment, FIRST, level(2))
    bring_in(ours, session, assessment, held(ours, session, assessment, rows))
    assert (answers()[FIRST].level, answers()[FIRST].note) == (2, "from the file")


def test_a_conflict_stays_out_unless_it_is_decided_for_the_file(ours, session, assessment, answers):
    exported_rows = exported(ours, session, assessment)
    rate(ours, session, assessment, FIRST, level(2))
    rows = held(ours, session, assessment, changed(exported_rows, {FIRST: THREE, SECOND: THREE}))
    conflict = next(each for each in proposals(ours, session, assessment, rows) if each.fate is Fate.CONFLICT)
    assert (conflict.said.code, conflict.disputed) == (FIRST, ("answer",))
    bring_in(ours, session, assessment, rows)
    assert {slug: answer.level for slug, answer in answers().items()} == {FIRST: 2, SECOND: 3}
    again = held(ours, session, assessment, changed(exported_rows, {FIRST: THREE}))
    bring_in(ours, session, assessment, again, taken=(conflict.said.row,))
    assert answers()[FIRST].level == 3


def test_targets_and_work_come_along(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: {Column.TARGET: "4", Column.WORK: "ready"}})
    bring_in(ours, session, assessment, rows)
    state = queries.find_item_state(session, assessment, key_action=FIRST)
    assert (state.target, state.work) == (4, WorkStatus.READY)
    assert queries.find_agreed(session, assessment, key_action=FIRST) is None


def test_who_only_rates_chooses_no_target(ours, session, assessment):
    changes = {FIRST: {Column.TARGET: "4"}, SECOND: {Column.WORK: "ready"}}
    rows = held(ours, session, assessment, changed(exported(ours, session, assessment), changes), role="contributor")
    found = {each.said.code: each for each in proposals(ours, session, assessment, rows, role="contributor")}
    assert "Only those who run" in found[FIRST].problems[0].message
    assert found[SECOND].fate is Fate.NEW


def test_what_is_understood_is_kept(ours, session, assessment):
    rows = held(ours, session, assessment, [["score", "evidence"], ["3", "minutes"]])
    commands.understand_sheet(session, rows, understanding=Understanding(levels={"3": "2"}))
    assert Understanding.of_plain(rows.understanding).levels == {"3": "2"}


def test_nothing_waits_for_a_signature_and_changes(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE, SECOND: {Column.TARGET: "4"}})
    assessment.submitted_at, assessment.submitted_by_id = ours.at, ours.actor("officer").member_id
    fates = {each.fate for each in proposals(ours, session, assessment, rows)}
    assert fates == {Fate.PROBLEM, Fate.SAME}


def test_work_that_others_moved_since_is_not_moved_back(ours, session, assessment):
    rows = changed(exported(ours, session, assessment), {FIRST: THREE})
    mark_work(session, assessment, key_action=FIRST, work=WorkStatus.WAITING, by=ours.actor("owner"), at=ours.at)
    bring_in(ours, session, assessment, held(ours, session, assessment, rows))
    assert queries.find_item_state(session, assessment, key_action=FIRST).work is WorkStatus.WAITING


def test_only_what_was_shown_is_brought_in(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    with pytest.raises(RowsHaveChanged):
        commands.bring_in_sheet(session, assessment, rows, seen="else", taken=(), by=ours.actor("officer"), at=ours.at)


def test_nothing_is_brought_in_twice(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    bring_in(ours, session, assessment, rows)
    with pytest.raises(SheetIsDecided):
        bring_in(ours, session, assessment, rows)
    with pytest.raises(SheetIsDecided):
        commands.discard_sheet(session, rows)
    with pytest.raises(SheetIsDecided):
        commands.understand_sheet(session, rows, understanding=Understanding())


def test_what_is_signed_stays_as_it_is(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    rate(ours, session, assessment, SECOND, level(1))
    sign(ours, session, assessment)
    with pytest.raises(AssessmentIsSigned):
        bring_in(ours, session, assessment, rows)
    with pytest.raises(AssessmentIsSigned):
        hold_changed(ours, session, assessment, {})


# Each alone and blind


def test_a_rater_brings_in_only_what_they_rate_themselves(ours, session, assessment, answers):
    put_on_team(ours, session, assessment, Way.NAMED)
    rows = changed(exported(ours, session, assessment, role="contributor"), {FIRST: THREE | {Column.KNOWLEDGE: "knows it"}})
    bring_in(ours, session, assessment, held(ours, session, assessment, rows, role="contributor"), role="contributor")
    assert answers() == {}
    own = queries.list_own_answers(session, assessment, member_id=ours.actor("contributor").member_id)
    assert (own[FIRST].level, own[FIRST].knowledge.value) == (3, "knows")


def test_nobody_else_writes_while_people_rate_alone(ours, session, assessment):
    put_on_team(ours, session, assessment, Way.NAMED)
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    [problem] = [each for each in proposals(ours, session, assessment, rows) if each.fate is not Fate.SAME]
    assert (problem.fate, problem.said.code) == (Fate.PROBLEM, FIRST)


def test_what_was_read_for_ones_own_sheet_does_not_go_to_the_shared_one(ours, session, assessment):
    put_on_team(ours, session, assessment, Way.NAMED)
    rows = changed(exported(ours, session, assessment, role="contributor"), {FIRST: THREE})
    waiting = held(ours, session, assessment, rows, role="contributor")
    assessment.rating_closed_at, assessment.closed_by_id = ours.at, ours.actor("officer").member_id
    session.flush()
    with pytest.raises(SheetIsOver):
        bring_in(ours, session, assessment, waiting, role="contributor")


def test_agreed_levels_are_brought_in_once_rating_is_closed(ours, session, assessment, answers):
    put_on_team(ours, session, assessment, Way.NAMED)
    assessment.rating_closed_at, assessment.closed_by_id = ours.at, ours.actor("officer").member_id
    rows = hold_changed(ours, session, assessment, {FIRST: THREE | {Column.MINORITY: "two of us see it lower"}})
    bring_in(ours, session, assessment, rows)
    assert (answers()[FIRST].level, answers()[FIRST].minority_note) == (3, "two of us see it lower")


def test_who_only_rates_does_not_write_down_what_is_agreed(ours, session, assessment):
    put_on_team(ours, session, assessment, Way.NAMED)
    assessment.rating_closed_at, assessment.closed_by_id = ours.at, ours.actor("officer").member_id
    changes = changed(exported(ours, session, assessment, role="contributor"), {FIRST: THREE})
    rows = held(ours, session, assessment, changes, role="contributor")
    [problem] = [each for each in proposals(ours, session, assessment, rows, role="contributor") if each.fate is not Fate.SAME]
    assert "write down what is agreed" in problem.problems[0].message


def test_of_an_anonymous_rater_nothing_is_held(ours, session, assessment):
    put_on_team(ours, session, assessment, Way.ANONYMOUS)
    with pytest.raises(RatersAreAnonymous):
        hold_changed(ours, session, assessment, {}, role="contributor")


# Taking back


def take_back(ours, session, assessment, rows, *, role="officer", after=timedelta()):
    return commands.take_back_sheet(session, assessment, rows, by=ours.actor(role), at=ours.at + after)


def test_taking_back_writes_what_was_before_as_new_versions(ours, session, assessment, answers):
    rate(ours, session, assessment, FIRST, level(1))
    rows = hold_changed(ours, session, assessment, {FIRST: THREE | {Column.TARGET: "4"}, SECOND: THREE})
    bring_in(ours, session, assessment, rows)
    assert take_back(ours, session, assessment, rows) == []
    assert answers() == {FIRST: level(1), SECOND: BLANK}
    assert queries.find_agreed(session, assessment, key_action=FIRST).version == 3
    assert queries.find_item_state(session, assessment, key_action=FIRST).target is None


def test_who_may_not_change_it_may_not_take_it_back(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: {Column.TARGET: "4"}})
    bring_in(ours, session, assessment, rows)
    with pytest.raises(TargetsAreNotYours):
        take_back(ours, session, assessment, rows, role="contributor")
    put_on_team(ours, session, assessment, Way.NAMED)
    assessment.rating_closed_at, assessment.closed_by_id = ours.at, ours.actor("officer").member_id
    agreed = hold_changed(ours, session, assessment, {SECOND: THREE})
    bring_in(ours, session, assessment, agreed)
    with pytest.raises(AgreeingIsNotYours):
        take_back(ours, session, assessment, agreed, role="contributor")


def test_targets_alone_are_taken_back_without_a_new_answer(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: {Column.TARGET: "4"}})
    bring_in(ours, session, assessment, rows)
    take_back(ours, session, assessment, rows)
    assert queries.find_item_state(session, assessment, key_action=FIRST).target is None
    assert queries.find_agreed(session, assessment, key_action=FIRST) is None


def test_what_was_changed_since_stays_and_is_named(ours, session, assessment, answers):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE, SECOND: THREE})
    bring_in(ours, session, assessment, rows)
    rate(ours, session, assessment, FIRST, level(4), seen=1)
    assert take_back(ours, session, assessment, rows) == [FIRST]
    assert (answers()[FIRST].level, answers()[SECOND]) == (4, BLANK)


def test_it_is_taken_back_once_and_within_thirty_days(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    bring_in(ours, session, assessment, rows)
    with pytest.raises(TakingBackIsOver):
        take_back(ours, session, assessment, rows, after=timedelta(days=31))
    take_back(ours, session, assessment, rows, after=timedelta(days=29))
    with pytest.raises(SheetIsTakenBack):
        take_back(ours, session, assessment, rows)


def test_what_is_signed_is_not_taken_back(ours, session, assessment):
    rows = hold_changed(ours, session, assessment, {FIRST: THREE})
    bring_in(ours, session, assessment, rows)
    sign(ours, session, assessment)
    with pytest.raises(AssessmentIsSigned):
        take_back(ours, session, assessment, rows)


def test_ones_own_ratings_are_not_taken_back_once_rating_is_closed(ours, session, assessment):
    put_on_team(ours, session, assessment, Way.NAMED)
    rows = changed(exported(ours, session, assessment, role="contributor"), {FIRST: THREE})
    waiting = held(ours, session, assessment, rows, role="contributor")
    bring_in(ours, session, assessment, waiting, role="contributor")
    assessment.rating_closed_at, assessment.closed_by_id = ours.at, ours.actor("officer").member_id
    session.flush()
    with pytest.raises(SheetIsOver):
        take_back(ours, session, assessment, waiting, role="contributor")


def test_what_is_left_of_a_whole_sheet_is_identical(ours, session, assessment):
    texts = {FIRST: {Column.ANSWER: "not applicable", Column.REASON: "=1+1\n'x"}, SECOND: THREE | {Column.NOTE: "😀 ‏עברית"}}
    rows = changed(exported(ours, session, assessment), texts)
    bring_in(ours, session, assessment, held(ours, session, assessment, rows))
    again = exported(ours, session, assessment)
    assert [row[:-1] for row in again] == [row[:-1] for row in rows]
