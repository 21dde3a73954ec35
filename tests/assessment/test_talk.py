"""What is said beside the levels: work, remarks in threads, views from outside. Who may, and what nobody may."""

from datetime import timedelta

import pytest

from accountability import parts
from accountability.access import RULES, Role
from accountability.assessment import commands, queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.domain.refusals import (
    AssessmentIsSigned,
    AssessmentIsSubmitted,
    SectionIsNotYours,
    YouAreNotOnTheTeam,
)
from accountability.assessment.domain.talk import (
    LONGEST_COMMENT,
    CommentIsAnswered,
    CommentIsNotYours,
    CommentIsSettled,
    LevelIsNotSuggested,
    SuggestionIsTaken,
    ThreadIsDone,
    WordsAreMissing,
    WordsAreTooLong,
    WorkStatus,
    check_answering,
    check_removing,
    check_suggesting,
    checked_words,
)
from accountability.assessment.domain.ways import Standing, Way
from accountability.assessment.domain.working import may_work
from accountability.database import NotFound
from tests.factories.assessment import FIRST, LAST, SECOND, level, rate, sign, start

MINUTE = timedelta(minutes=1)


@pytest.fixture
def talked(ours, session):
    """An assessment in the test's own session."""
    return start(ours, session)


@pytest.fixture
def say(ours, session, talked, at):
    """`say("board", "words", thread)`: begins a thread, or answers one."""

    def write(role, words="Who has the minutes?", thread=None, *, later=MINUTE * 0, slug=FIRST):
        common = {"words": words, "by": ours.actor(role), "at": at + later}
        if thread is None:
            return commands.write_comment(session, talked, key_action=slug, **common)
        return commands.answer_comment(session, talked, thread_id=thread.id, **common)

    return write


# Words


@pytest.mark.parametrize(("words", "refusal"), [(" \n ", WordsAreMissing), ("x" * (LONGEST_COMMENT + 1), WordsAreTooLong)])
def test_words_are_neither_missing_nor_endless(words, refusal):
    with pytest.raises(refusal):
        checked_words(words)


def test_words_are_kept_without_outer_space():
    assert checked_words("  two\nlines ") == "two\nlines"


def test_a_thread_that_is_done_is_not_written_on():
    check_answering(is_done=False)
    with pytest.raises(ThreadIsDone):
        check_answering(is_done=True)


@pytest.mark.parametrize(
    ("is_own", "is_answered", "minutes", "refusal"),
    [
        (True, False, 0, None),
        (True, False, 15, None),
        (True, False, 16, CommentIsSettled),
        (True, True, 0, CommentIsAnswered),
        (False, False, 0, CommentIsNotYours),
        (False, True, 99, CommentIsNotYours),
    ],
)
def test_a_slip_can_be_taken_back_for_a_while(is_own, is_answered, minutes, refusal):
    def check():
        check_removing(is_own=is_own, is_answered=is_answered, age=MINUTE * minutes)

    if refusal is None:
        check()
    else:
        with pytest.raises(refusal):
            check()


@pytest.mark.parametrize("level", [None, -1, 5])
def test_only_a_level_is_suggested(level):
    with pytest.raises(LevelIsNotSuggested):
        check_suggesting(level)
    assert check_suggesting(0) == 0


# Work


def standing(**changes):
    return Standing(**({"way": Way.TOGETHER, "least": 5, "finished": 0, "is_closed": False} | changes))


MINE, OTHERS = frozenset({"c01"}), frozenset({"c02"})


@pytest.mark.parametrize(
    ("stands", "runs_it", "may"),
    [
        (standing(), False, True),
        (standing(has_team=True), False, False),
        (standing(has_team=True), True, True),
        (standing(has_team=True, is_rater=True, sections=MINE), False, True),
        (standing(has_team=True, is_rater=True, sections=OTHERS), False, False),
        (standing(way=Way.NAMED), False, False),
        (standing(way=Way.NAMED, is_rater=True), False, True),
        (standing(way=Way.NAMED, is_rater=True, has_finished=True, is_closed=True), False, True),
        (standing(way=Way.ANONYMOUS), True, True),
    ],
)
def test_who_rates_a_key_action_says_how_far_the_work_is(stands, runs_it, may):
    assert may_work(stands, commitment="c01", is_open=True, runs_it=runs_it) is may
    assert not may_work(stands, commitment="c01", is_open=False, runs_it=runs_it)


def mark(ours, session, assessment, work, *, by="contributor", slug=FIRST):
    commands.mark_work(session, assessment, key_action=slug, work=work, by=ours.actor(by), at=ours.at)


def test_work_is_to_do_until_somebody_says_otherwise(ours, session, talked):
    mark(ours, session, talked, WorkStatus.WAITING)
    mark(ours, session, talked, WorkStatus.READY)
    work = queries.list_work(session, talked)
    assert (work[FIRST], work[SECOND]) == (WorkStatus.READY, WorkStatus.TO_DO)
    assert queries.find_item_state(session, talked, key_action=FIRST).set_by_id == ours.actor("contributor").member_id


def test_work_says_nothing_of_the_level(ours, session, talked):
    mark(ours, session, talked, WorkStatus.READY)
    assert queries.list_answers(session, talked) == {}


def test_work_of_what_is_not_asked_is_not_found(ours, session, talked):
    with pytest.raises(NotFound):
        mark(ours, session, talked, WorkStatus.READY, slug="c01-a-root-causes-that-never-were")


def test_work_is_for_the_team(ours, session, talked, at):
    officer = ours.actor("officer")
    commands.ask_raters(session, talked, members=[officer.member_id], sections=(), rule=RATE_KEY_ACTION, link="", by=officer, at=at)
    with pytest.raises(YouAreNotOnTheTeam):
        mark(ours, session, talked, WorkStatus.READY)
    mark(ours, session, talked, WorkStatus.READY, by="officer")


# Threads


def test_a_thread_is_written_answered_done_and_opened_again(ours, session, talked, say, at):
    first = say("contributor")
    say("board", "I have.", first, later=MINUTE)
    [thread] = queries.list_threads(session, talked, key_action=FIRST)
    assert [each.words for each in (thread.first, *thread.answers)] == ["Who has the minutes?", "I have."]
    commands.resolve_thread(session, talked, thread_id=first.id, by=ours.actor("officer"), at=at)
    commands.resolve_thread(session, talked, thread_id=first.id, by=ours.actor("owner"), at=at)
    assert first.resolved_by_id == ours.actor("officer").member_id
    assert queries.count_open_threads(session, talked) == {}
    commands.reopen_thread(session, talked, thread_id=first.id)
    assert queries.count_open_threads(session, talked) == {FIRST: 1}


def test_open_threads_stand_in_the_order_of_the_standard_and_done_ones_last(ours, session, talked, say, at):
    say("officer", slug=LAST)
    done, still = say("officer", "Done"), say("officer", "Still")
    commands.resolve_thread(session, talked, thread_id=done.id, by=ours.actor("officer"), at=at)
    assert list(queries.list_open_threads(session, talked)) == [FIRST, LAST]
    assert [each.first.id for each in queries.list_threads(session, talked, key_action=FIRST)] == [still.id, done.id]


def test_an_answer_is_no_thread(session, talked, say):
    answer = say("board", "I have.", say("contributor"))
    for call in (queries.get_thread, queries.hold_thread):
        with pytest.raises(NotFound):
            call(session, talked, thread_id=answer.id)


def test_comments_go_on_after_a_signature(ours, session, talked, say):
    rate(ours, session, talked, SECOND, level(2))
    sign(ours, session, talked)
    assert say("board", "Well done.").id


def test_the_writer_removes_the_last_word_and_nothing_else(ours, session, talked, say, at):
    first = say("contributor")
    answer = say("contributor", "I mean those of March.", first, later=MINUTE)
    with pytest.raises(CommentIsAnswered):
        commands.remove_comment(session, talked, comment_id=first.id, by=ours.actor("contributor"), at=at)
    with pytest.raises(CommentIsNotYours):
        commands.remove_comment(session, talked, comment_id=answer.id, by=ours.actor("owner"), at=at)
    for gone in (answer, first):
        commands.remove_comment(session, talked, comment_id=gone.id, by=ours.actor("contributor"), at=at + MINUTE)
    assert queries.list_threads(session, talked, key_action=FIRST) == []


def test_who_took_part_sees_that_others_wrote_on(ours, session, talked, say, at):
    first = say("contributor")
    seen_by = lambda role: [each.words for each in queries.list_answered_threads(session, member_id=ours.actor(role).member_id)]  # noqa: E731
    assert seen_by("contributor") == []
    say("board", "I have.", first, later=MINUTE)
    assert (seen_by("contributor"), seen_by("board"), seen_by("officer")) == (["I have."], [], [])
    say("contributor", "Thank you.", first, later=2 * MINUTE)
    assert (seen_by("contributor"), seen_by("board")) == ([], ["Thank you."])
    commands.resolve_thread(session, talked, thread_id=first.id, by=ours.actor("board"), at=at)
    assert seen_by("board") == []


def test_threads_of_a_removed_assessment_are_no_news(ours, session, talked, say, at):
    say("board", "I have.", say("contributor"), later=MINUTE)
    commands.remove_assessment(session, talked, by=ours.actor("officer"), at=at)
    assert queries.list_answered_threads(session, member_id=ours.actor("contributor").member_id) == []


# From outside


@pytest.fixture
def suggest(ours, session, talked, at):
    """`suggest(2, "why")`: as the reviewer, who sees the first commitment only."""
    parts.narrow(session, ours.actor("reviewer").parts)

    def said(number, words="I read the minutes.", slug=FIRST):
        given = {"key_action": slug, "level": number, "words": words}
        return commands.suggest_level(session, talked, **given, by=ours.actor("reviewer"), at=at)

    return said


def test_a_suggestion_has_versions_and_stands_beside(session, talked, suggest):
    assert [suggest(1).version, suggest(1).version, suggest(2).version, suggest(2, "And the report.").version] == [1, 1, 2, 3]
    [[latest]] = queries.list_suggestions(session, talked).values()
    assert (latest.level, latest.words) == (2, "And the report.")
    assert queries.list_answers(session, talked) == {}


def test_two_tabs_at_once_do_not_make_the_same_version(session, talked, suggest, monkeypatch):
    suggest(1)
    monkeypatch.setattr(queries, "find_suggestion", lambda *_args, **_named: None)
    with pytest.raises(SuggestionIsTaken):
        suggest(3)


def test_a_reviewer_speaks_of_their_parts_only(session, say, suggest):
    assert suggest(1).key_action == FIRST
    assert say("reviewer").key_action == FIRST
    for outside in (lambda: suggest(1, slug=LAST), lambda: say("reviewer", slug=LAST)):
        with pytest.raises(NotFound):
            outside()


def test_without_the_limit_on_the_session_a_reviewer_would_reach_everything(session, suggest):
    parts.narrow(session, None)
    assert suggest(1, slug=LAST).key_action == LAST


def test_what_was_said_outside_of_their_parts_is_not_there_for_a_reviewer(ours, session, talked, say):
    hidden = say("officer", slug=LAST)
    parts.narrow(session, ours.actor("reviewer").parts)
    assert queries.count_open_threads(session, talked) == {}
    assert queries.list_open_threads(session, talked) == {}
    for call in (queries.get_thread, queries.hold_thread):
        with pytest.raises(NotFound):
            call(session, talked, thread_id=hidden.id)
    with pytest.raises(NotFound):
        queries.get_comment(session, talked, comment_id=hidden.id)


def test_a_reviewer_is_told_of_no_thread_outside_of_their_parts(ours, session, say):
    say("officer", "Between us.", say("reviewer", slug=LAST), later=MINUTE)
    told = lambda: queries.list_answered_threads(session, member_id=ours.actor("reviewer").member_id)  # noqa: E731
    assert len(told()) == 1
    parts.narrow(session, ours.actor("reviewer").parts)
    assert told() == []


def test_a_reviewer_sees_what_they_were_asked_and_what_they_did(ours, session, talked, say, suggest):
    who = ours.actor("reviewer").member_id
    [before] = queries.list_review_work(session, member_id=who)
    assert (before.asked, before.suggested, before.commented, before.is_done) == (2, 0, 0, False)
    say("reviewer")
    for slug in (FIRST, SECOND):
        suggest(2, slug=slug)
    [after] = queries.list_review_work(session, member_id=who)
    assert (after.asked, after.suggested, after.commented, after.is_done) == (2, 2, 1, True)


def test_a_suggestion_of_another_organisation_is_not_ours(ours, theirs, session, talked, at):
    with theirs.session() as foreign, foreign.begin():
        other = start(theirs, foreign)
        commands.suggest_level(foreign, other, key_action=FIRST, level=4, words="Why", by=theirs.actor("reviewer"), at=at)
    assert queries.list_suggestions(session, talked) == {}


# Roles

EVERYBODY = [role for role in Role if role not in (Role.CUSTOM, Role.OPERATOR)]


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ("COMMENT_ON_ASSESSMENT", {Role.OWNER, Role.OFFICER, Role.CONTRIBUTOR, Role.BOARD, Role.REVIEWER}),
        ("SUGGEST_LEVEL", {Role.REVIEWER}),
        ("RUN_ASSESSMENT", {Role.OWNER, Role.OFFICER}),
        ("SIGN_ASSESSMENT", {Role.OWNER, Role.BOARD}),
    ],
)
def test_who_may_do_what(ours, rule, allowed):
    assert {role for role in EVERYBODY if RULES[rule].allows(ours.actor(role))} == allowed


def test_signed_and_submitted_work_stays(ours, session, talked, at):
    rate(ours, session, talked, SECOND, level(2))
    commands.submit_assessment(session, talked, link="", by=ours.actor("officer"), at=at)
    with pytest.raises(AssessmentIsSubmitted):
        mark(ours, session, talked, WorkStatus.READY, by="officer")
    sign(ours, session, talked)
    with pytest.raises(AssessmentIsSigned):
        mark(ours, session, talked, WorkStatus.READY, by="officer")


def test_the_database_itself_keeps_the_work_of_what_is_signed(ours, session, talked, monkeypatch):
    rate(ours, session, talked, SECOND, level(2))
    mark(ours, session, talked, WorkStatus.READY)
    sign(ours, session, talked)
    monkeypatch.setattr("accountability.assessment.commands.items.check_open", lambda **_named: None)
    with pytest.raises(AssessmentIsSigned):
        mark(ours, session, talked, WorkStatus.TO_DO)
    assert queries.list_work(session, talked)[FIRST] is WorkStatus.READY


def test_the_section_of_others_is_theirs(ours, session, talked, at):
    who = ours.actor("contributor")
    section = queries.get_pack(session, talked).commitments[1].slug
    commands.ask_raters(
        session,
        talked,
        members=[who.member_id],
        sections=(section,),
        rule=RATE_KEY_ACTION,
        link="",
        by=ours.actor("officer"),
        at=at,
    )
    with pytest.raises(SectionIsNotYours):
        mark(ours, session, talked, WorkStatus.READY)
