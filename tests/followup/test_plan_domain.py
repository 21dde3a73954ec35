"""What an action must say, what a move needs, and what becomes of two changes at once: true on paper."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.followup.domain import plan
from accountability.followup.domain.plan import ActionDraft, Move, Priority, Status, check_action, check_move, default_day, merge
from accountability.followup.domain.plan.merging import PARTS, changed_parts
from accountability.followup.domain.plan.rules import is_address
from tests.followup.plan import BOUNDS, DONE, DRAFT, DROPPED, KEY_ACTION, draft

TODAY = BOUNDS.today


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"title": "  "}, plan.TitleIsEmpty),
        ({"title": "x" * 241}, plan.TitleIsTooLong),
        ({"note": "x" * 4001}, plan.NoteIsTooLong),
        ({"cost": "x" * 121}, plan.CostIsTooLong),
        ({"commitment": "c99"}, plan.CommitmentIsUnknown),
        ({"key_action": "c02-a-barriers"}, plan.CommitmentIsUnknown),
        ({"owner_id": UUID(int=9)}, plan.OwnerIsUnknown),
        ({"due_on": TODAY - timedelta(days=1)}, plan.DueDayHasPassed),
        ({"due_on": date(2037, 1, 1)}, plan.DueDayIsTooFar),
        ({"expected_level": 3}, plan.LevelNeedsKeyAction),
    ],
)
def test_an_action_that_says_too_little_or_too_much_is_refused(change: dict, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_action(draft(**change), BOUNDS)


def test_an_action_is_stored_tidy() -> None:
    checked = check_action(draft(title=" Write\n it  down ", cost=" 400 EUR ", note=" Why \n", due_on=TODAY), BOUNDS)
    assert (checked.title, checked.cost, checked.note) == ("Write it down", "400 EUR", "Why")


def test_everything_may_be_said() -> None:
    full = draft(key_action=KEY_ACTION, owner_id=UUID(int=1), expected_level=0, due_on=date(2036, 12, 31))
    assert check_action(full, BOUNDS) == full


def test_what_stood_there_before_may_stay() -> None:
    old = draft(commitment="c99", key_action="c99-a", owner_id=UUID(int=9), due_on=TODAY - timedelta(days=30))
    changed = draft(commitment="c99", key_action="c99-a", owner_id=UUID(int=9), due_on=old.due_on, title="Say it better")
    assert check_action(changed, BOUNDS, before=old) == changed


@pytest.mark.parametrize(
    ("today", "then"),
    [
        (date(2026, 5, 4), date(2026, 8, 4)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 10, 31), date(2027, 1, 31)),
    ],
)
def test_three_months_ahead_is_a_day_that_is_there(today: date, then: date) -> None:
    assert default_day(today) == then


@pytest.mark.parametrize(
    ("move", "refusal"),
    [
        (Move(status=Status.DROPPED, reason=" "), plan.WhyIsMissing),
        (Move(status=Status.BLOCKED, reason="x" * 1201), plan.WhyIsTooLong),
        (Move(status=Status.DONE), plan.EvidenceIsMissing),
        (Move(status=Status.DONE, evidence="x" * 2001), plan.EvidenceIsTooLong),
        (Move(status=Status.DONE, evidence="There.", link="javascript:alert(1)"), plan.LinkIsNoAddress),
        (Move(status=Status.DONE, evidence="There.", closed_on=TODAY + timedelta(days=1)), plan.DayIsAhead),
    ],
)
def test_a_move_without_what_it_needs_is_refused(move: Move, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_move(move, today=TODAY)


@pytest.mark.parametrize(
    ("move", "closed_on"),
    [
        (Move(status=Status.PLANNED), None),
        (Move(status=Status.IN_PROGRESS), None),
        (Move(status=Status.BLOCKED, reason="No answer yet."), None),
        (DONE, TODAY),
        (Move(status=Status.DONE, link="https://example.org", closed_on=date(2026, 4, 1)), date(2026, 4, 1)),
        (DROPPED, TODAY),
    ],
)
def test_only_what_is_over_has_a_day_on_which_it_ended(move: Move, closed_on: date | None) -> None:
    assert check_move(move, today=TODAY).closed_on == closed_on


def test_a_piece_of_evidence_needs_no_words() -> None:
    assert check_move(Move(status=Status.DONE), today=TODAY, has_pieces=True).closed_on == TODAY


def test_what_is_to_be_done_again_has_nothing_to_show() -> None:
    again = check_move(Move(status=Status.PLANNED, evidence="There.", link="https://example.org", closed_on=TODAY), today=TODAY)
    assert again == Move(status=Status.PLANNED)


@pytest.mark.parametrize(
    ("link", "opens"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("example.org", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://[", False),
        ("https://example.org/a b", False),
        ("https://example.org/\n", False),
        ("https://example.org/" + "x" * 2000, False),
    ],
)
def test_a_link_is_an_address_that_a_page_may_link_to(link: str, opens: bool) -> None:
    assert is_address(link) is opens


@pytest.mark.parametrize(
    ("seen", "now", "wanted", "is_refused"),
    [
        (Status.PLANNED, Status.PLANNED, Status.DONE, False),
        (Status.PLANNED, Status.BLOCKED, Status.BLOCKED, False),
        (Status.PLANNED, Status.BLOCKED, Status.DONE, True),
        (Status.DONE, Status.PLANNED, Status.IN_PROGRESS, True),
    ],
)
def test_nobody_moves_what_somebody_else_has_moved_unseen(seen: Status, now: Status, wanted: Status, is_refused: bool) -> None:
    try:
        plan.check_still(seen=seen, now=now, wanted=wanted)
    except plan.ActionWasMoved:
        assert is_refused
    else:
        assert not is_refused


@pytest.mark.parametrize(
    ("status", "days", "is_late"),
    [
        (Status.PLANNED, 0, False),
        (Status.PLANNED, 1, True),
        (Status.BLOCKED, 1, True),
        (Status.DONE, 99, False),
        (Status.DROPPED, 99, False),
    ],
)
def test_the_day_itself_is_in_time(status: Status, days: int, is_late: bool) -> None:
    assert plan.is_overdue(status=status, due_on=TODAY, today=TODAY + timedelta(days=days)) is is_late


# Two people at once

drafts = st.builds(
    ActionDraft,
    title=st.sampled_from("ab"),
    commitment=st.sampled_from("ab"),
    due_on=st.sampled_from([TODAY, TODAY + timedelta(days=1)]),
    key_action=st.sampled_from([None, "k"]),
    note=st.sampled_from("ab"),
    priority=st.sampled_from(Priority),
    expected_level=st.sampled_from([None, 2]),
)


@given(drafts, drafts)
def test_what_nobody_else_changed_is_mine(base: ActionDraft, mine: ActionDraft) -> None:
    assert merge(base, mine=mine, theirs=base) == plan.Merge(draft=mine)


@given(drafts, drafts)
def test_what_i_did_not_change_is_theirs(base: ActionDraft, theirs: ActionDraft) -> None:
    assert merge(base, mine=base, theirs=theirs) == plan.Merge(draft=theirs)


@given(drafts, drafts, drafts)
def test_a_part_is_disputed_when_both_changed_it_apart_and_only_then(
    base: ActionDraft, mine: ActionDraft, theirs: ActionDraft
) -> None:
    my, their, apart = changed_parts(base, mine), changed_parts(base, theirs), changed_parts(mine, theirs)
    joined = merge(base, mine=mine, theirs=theirs)
    assert set(joined.disputed) == set(my) & set(their) & set(apart)
    for part, fields in PARTS.items():
        side = theirs if part in their and part not in my else mine
        assert all(getattr(joined.draft, field) == getattr(side, field) for field in fields)


def test_every_field_of_an_action_is_part_of_a_merge() -> None:
    assert sorted(field for fields in PARTS.values() for field in fields) == sorted(DRAFT.__dataclass_fields__)
