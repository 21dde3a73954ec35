"""The panel rule: who counts in a release, as properties over random histories of joining and leaving."""

import uuid
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.benchmark import domain
from accountability.benchmark.domain import Change, ContributorKey, Panel


def _keys(count: int, *, seed: int = 1) -> list[ContributorKey]:
    random = Random(seed)
    return [ContributorKey(uuid.UUID(int=random.getrandbits(128), version=4)) for _ in range(count)]


def _histories() -> st.SearchStrategy[list[tuple[int, int]]]:
    """For each later round: how many of the active stay away from now on, and how many new ones come."""
    return st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=5)


def _play(start: int, history: Sequence[tuple[int, int]]) -> list[tuple[set[ContributorKey], Panel]]:
    """The active contributors and the panel of each published round."""
    random, waiting = Random(start), _keys(200)
    active = {waiting.pop() for _ in range(start)}
    played: list[tuple[set[ContributorKey], Panel]] = []
    for number, (leaving, joining) in enumerate([(0, 0), *history]):
        active -= set(random.sample(sorted(active, key=str), min(leaving, len(active))))
        active |= {waiting.pop() for _ in range(joining)}
        panel = domain.choose_panel(active, earlier=[old for _, old in played], seed=str(number))
        if panel is not None:
            played.append((set(active), panel))
    return played


@given(st.integers(10, 60), _histories())
@settings(max_examples=150)
def test_the_panel_changes_by_none_or_by_five_or_more(start: int, history: list[tuple[int, int]]) -> None:
    panels = [panel.members for _, panel in _play(start, history)]
    for index, new in enumerate(panels):
        for old in panels[:index]:
            assert all(count == 0 or count >= 5 for count in (len(new - old), len(old - new)))


@given(st.integers(10, 60), _histories())
@settings(max_examples=150)
def test_every_release_can_stand_beside_all_earlier_ones(start: int, history: list[tuple[int, int]]) -> None:
    panels = [panel for _, panel in _play(start, history)]
    for index, new in enumerate(panels):
        for old in panels[:index]:
            change = Change(joined=len(new.members - old.members), left=len(old.members - new.members))
            assert domain.is_compatible(old.ranks, new.ranks, change=change)


@given(st.integers(10, 60), _histories())
@settings(max_examples=150)
def test_every_panel_has_ten_members_spaced_ranks_and_nobody_unknown(start: int, history: list[tuple[int, int]]) -> None:
    before: frozenset[ContributorKey] = frozenset()
    for active, panel in _play(start, history):
        assert len(panel.members) >= 10
        assert panel.ranks
        assert domain.is_spaced(panel.ranks, size=len(panel.members))
        assert panel.members <= active | before
        before = panel.members


@pytest.mark.parametrize("size", range(10, 80))
def test_a_first_panel_takes_everybody_and_all_figures(size: int) -> None:
    panel = domain.choose_panel(_keys(size), earlier=[], seed="2026")
    assert panel is not None
    assert panel.members == frozenset(_keys(size))
    assert len(panel.ranks) == domain.figure_count(size)


def test_below_ten_contributors_there_is_no_panel() -> None:
    assert domain.choose_panel(_keys(9), earlier=[], seed="2026") is None


def test_below_ten_contributors_a_later_round_has_no_panel_either() -> None:
    first = domain.choose_panel(_keys(14), earlier=[], seed="2025")
    assert first is not None
    assert domain.choose_panel(_keys(9), earlier=[first], seed="2026") is None


def _second(first: Sequence[ContributorKey], then: Sequence[ContributorKey]) -> tuple[Panel, Panel]:
    old = domain.choose_panel(first, earlier=[], seed="2025")
    assert old is not None
    new = domain.choose_panel(then, earlier=[old], seed="2026")
    assert new is not None
    return old, new


@pytest.mark.parametrize("newcomers", [1, 2, 3, 4])
def test_up_to_four_newcomers_wait(newcomers: int) -> None:
    old, new = _second(_keys(20), _keys(20 + newcomers))
    assert new == old


@pytest.mark.parametrize("leavers", [1, 2, 3, 4])
def test_up_to_four_leavers_keep_their_place(leavers: int) -> None:
    old, new = _second(_keys(20), _keys(20)[leavers:])
    assert new == old


def test_ten_newcomers_count_together() -> None:
    _, new = _second(_keys(30), _keys(40))
    assert new.members == frozenset(_keys(40))


def test_an_unchanged_membership_keeps_panel_and_ranks() -> None:
    old, new = _second(_keys(23), _keys(23))
    assert new == old


def test_who_goes_first_depends_on_key_and_seed_only() -> None:
    keys = _keys(40)
    assert domain.turn_order(keys, seed="a") == domain.turn_order(list(reversed(keys)), seed="a")
    assert domain.turn_order(keys, seed="a") != domain.turn_order(keys, seed="b")


def test_when_nothing_fits_the_last_panel_stays() -> None:
    # Two members left and came back between: as seen from the oldest release no change of five or more is possible.
    keys = _keys(24)
    oldest = Panel(members=frozenset(keys[:12]), ranks=(6,))
    last = Panel(members=frozenset(keys[2:14]), ranks=(6,))
    assert domain.choose_panel(keys[2:14], earlier=[oldest, last], seed="2026") == last


def test_a_large_region_is_chosen_quickly_and_completely() -> None:
    old, new = _second(_keys(2000), _keys(2300)[300:])
    assert len(old.members) == len(new.members) == 2000
    assert len(new.ranks) == 3


def test_the_slack_of_an_unchanged_panel_cannot_happen() -> None:
    assert max(domain.slacks((5, 10), (5, 10), change=Change(joined=0, left=0))) >= 4
    assert domain.is_compatible((5, 10), (5, 10), change=Change(joined=0, left=0))


@pytest.mark.parametrize(
    ("joined", "left", "old", "new", "fits"),
    [
        (1, 0, (5,), (5,), False),  # one newcomer with the same rank: the slack can be used up
        (5, 0, (5,), (5,), True),
        (5, 0, (5,), (8,), False),
        (0, 5, (8,), (5,), False),
        (5, 5, (5, 10), (5, 10), False),  # each rank alone would fit, the pair does not
        (5, 5, (7,), (7,), True),
    ],
)
def test_ranks_fit_only_without_slack_or_with_enough(
    joined: int, left: int, old: tuple[int, ...], new: tuple[int, ...], fits: bool
) -> None:
    assert domain.is_compatible(old, new, change=Change(joined=joined, left=left)) is fits


@given(st.integers(10, 30), st.integers(0, 10), st.integers(0, 10), st.data())
def test_reading_from_above_gives_the_same_slacks(size: int, joined: int, left: int, data: st.DataObject) -> None:
    new_size = size + joined - min(left, size)
    old, new = data.draw(st.integers(1, size)), data.draw(st.integers(1, max(1, new_size)))
    change = Change(joined=joined, left=min(left, size))
    below = set(domain.slacks((old,), (new,), change=change))
    assert below == set(domain.slacks((size + 1 - old,), (new_size + 1 - new,), change=change))


def test_those_whose_bands_are_gone_must_leave_and_only_with_enough_others() -> None:
    keys = _keys(20)
    old = domain.choose_panel(keys, earlier=[], seed="2025")
    assert old is not None
    assert domain.choose_panel(keys[3:], earlier=[old], seed="2026", gone=keys[:3]) is None
    new = domain.choose_panel(keys[6:], earlier=[old], seed="2026", gone=keys[:3])
    assert new is not None
    assert not new.members & set(keys[:3])
    assert len(old.members - new.members) >= 5


def test_who_came_back_is_not_gone() -> None:
    keys = _keys(20)
    old = domain.choose_panel(keys, earlier=[], seed="2025")
    assert old is not None
    assert domain.choose_panel(keys, earlier=[old], seed="2026", gone=keys[:3]) == old
