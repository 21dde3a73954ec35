"""Bands, classes, places, documents: what the benchmark decides on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.benchmark import domain
from accountability.benchmark.domain import BANDS, GRID, Band, Hidden


@pytest.mark.parametrize(
    ("score", "name"), [(0, "0–20"), (19.99, "0–20"), (20, "20–40"), (79.9, "60–80"), (80, "80–100"), (100, "80–100")]
)
def test_a_score_belongs_to_the_band_that_starts_at_or_below_it(score: float, name: str) -> None:
    assert domain.band_name(domain.band_of(score)) == name


@pytest.mark.parametrize("score", [-0.1, 100.1])
def test_a_score_outside_0_to_100_has_no_band(score: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        domain.band_of(score)


@pytest.mark.parametrize("band", BANDS)
def test_a_band_is_found_again_by_its_name(band: Band) -> None:
    assert domain.band_named(domain.band_name(band)) == band


def test_a_name_outside_the_grid_is_no_band() -> None:
    with pytest.raises(ValueError, match="no such band"):
        domain.band_named("40–50")


def test_scores_become_bands_commitment_by_commitment() -> None:
    assert domain.bands_of({"openness": 55.0, "learning": 100.0}) == {"openness": 2, "learning": 4}


@pytest.mark.parametrize(
    ("size", "name"),
    [(10, "10–13"), (13, "10–13"), (14, "14–18"), (19, "19–27"), (28, "28–49"), (50, "50–99"), (100, "100–199"), (399, "200–399")],
)
def test_a_number_of_organisations_is_said_as_a_class(size: int, name: str) -> None:
    assert domain.size_class(size) == name


def test_there_is_no_class_below_ten() -> None:
    with pytest.raises(ValueError, match="at least ten"):
        domain.size_class(9)


@given(st.integers(10, 3000), st.integers(10, 3000))
def test_the_number_of_figures_never_narrows_the_class(one: int, other: int) -> None:
    if domain.size_class(one) == domain.size_class(other):
        assert domain.figure_count(one) == domain.figure_count(other)


@pytest.mark.parametrize(("size", "count"), [(9, 0), (10, 1), (13, 1), (14, 2), (18, 2), (19, 3), (500, 3)])
def test_a_panel_carries_one_to_three_figures(size: int, count: int) -> None:
    assert domain.figure_count(size) == count


@pytest.mark.parametrize("size", range(10, 60))
def test_every_size_has_spaced_ranks_for_all_its_figures(size: int) -> None:
    ranks = next(domain.rank_choices(size, count=domain.figure_count(size)))
    assert domain.is_spaced(ranks, size=size)


@given(st.integers(10, 400), st.integers(1, 3))
def test_no_rank_lies_among_the_four_lowest_or_highest(size: int, count: int) -> None:
    for ranks in domain.rank_choices(size, count=count):
        assert min(ranks) >= 5
        assert max(ranks) <= size - 4


def test_ranks_go_to_the_nearest_place_first() -> None:
    assert next(domain.rank_choices(99, count=3)) == (25, 50, 75)


def test_a_rank_that_is_not_allowed_is_stepped_around() -> None:
    assert next(domain.rank_choices(99, count=3, allowed=lambda rank: rank != 50)) == (25, 49, 75)


def test_figures_are_the_bands_found_at_the_ranks() -> None:
    bands = [{"openness": Band(number)} for number in (4, 0, 1, 1, 2, 2, 3, 3, 4, 4)]
    assert domain.figures_of(bands, commitments=["openness"], ranks=(3, 5)) == {"openness": ["20–40", "40–60"]}


def test_a_release_says_four_things() -> None:
    document = domain.release_document(group="Network", size=17, figures={"openness": ["20–40"]}, round_name="2026")
    assert document == {"group": "Network", "organisations": "14–18", "figures": {"openness": ["20–40"]}, "round": "2026"}


def test_a_digest_changes_with_the_document_and_with_the_release_before() -> None:
    first = domain.seal({"round": "2025"})
    second = domain.seal({"round": "2026"}, previous=first.digest)
    assert second.previous == first.digest
    assert len({first.digest, second.digest, domain.digest_of({"round": "2026"})}) == 3


def test_the_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    assert domain.canonical({"b": "–", "a": 1}) == domain.canonical({"a": 1, "b": "–"}) == '{"a":1,"b":"–"}'


def test_an_own_score_is_compared_with_the_published_bands_in_words() -> None:
    figures = {"openness": ["20–40", "60–80"]}
    words = [domain.position_in(figures, scores={"openness": own})[0].words for own in (5.0, 30.0, 50.0, 70.0, 90.0)]
    assert words == [
        "below the band of the lower third",
        "in the band of the lower third",
        "between the bands of the lower third and the upper third",
        "in the band of the upper third",
        "above the band of the upper third",
    ]


def test_between_three_places_the_nearest_two_are_named() -> None:
    position = domain.position_in({"openness": ["0–20", "20–40", "80–100"]}, scores={"openness": 50.0})[0]
    assert position.words == "between the bands of the middle and the upper quarter"


def test_without_an_own_score_only_the_bands_are_shown() -> None:
    position = domain.position_in({"openness": ["20–40"]}, scores={})[0]
    assert (position.own, position.words) == (None, "")
    assert (position.places[0].name, position.places[0].low, position.places[0].high) == ("about the middle", 20, 40)


@pytest.mark.parametrize("reason", Hidden)
def test_every_hidden_benchmark_says_why_and_what_would_show_it(reason: Hidden) -> None:
    why, shown_when = domain.hidden_because(reason)
    assert why.endswith(".")
    assert shown_when.endswith(".")


def test_three_figures_hide_nothing() -> None:
    assert domain.fewer_figures_because("19–27", 3) is None


def test_a_small_group_says_that_it_has_no_room_for_more_figures() -> None:
    assert "has room for 2" in (domain.fewer_figures_because("14–18", 2) or ("", ""))[0]


@pytest.mark.parametrize(("name", "shown"), [("14–18", 1), ("28–49", 2)])
def test_a_paused_figure_says_that_too_few_moved(name: str, shown: int) -> None:
    assert "pause" in (domain.fewer_figures_because(name, shown) or ("", ""))[0]


def test_missing_scores_are_named_in_order() -> None:
    assert domain.missing_scores({"openness": 1.0, "learning": None, "justice": None}) == ["learning", "justice"]


def test_the_grid_is_twenty_points() -> None:
    assert GRID == (0, 20, 40, 60, 80, 100)
