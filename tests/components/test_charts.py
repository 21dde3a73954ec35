"""Charts: what they draw, what they say, and that the table beside them says the same."""

from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.components import page_checks
from tests.components.gallery import COMMITMENTS, band_rows, gap_rows, profile_rows, trend_points
from tests.components.test_components import render, tree

AXES = [{"label": row["label"], "value": row["mean"], "maximum": 4} for row in profile_rows()]
SHARES = [{"label": "Yes", "share": 42, "text": "42 %"}, {"label": "No", "share": None, "text": "hidden: fewer than 10"}]
CHARTS: list[tuple[str, list[Any]]] = [
    ("profile_chart", profile_rows()),
    ("gap_chart", gap_rows()),
    ("band_chart", band_rows()),
    ("radar_chart", AXES),
    ("distribution_chart", SHARES),
    ("trend_chart", trend_points()),
]
BY_NAME = pytest.mark.parametrize(("name", "data"), CHARTS, ids=[row[0] for row in CHARTS])


def with_class(root: Element, name: str) -> list[Element]:
    """Elements that carry a class."""
    return [element for element in root.iter() if name in element.get("class", "").split()]


def profile(**row: Any) -> Element:
    """A profile of one row."""
    return tree(
        render("profile_chart", "Profile", [{"label": "A", "policy": 2.0, "practice": 2.0, "mean": 2.0, "has_zero": False} | row])
    )


def gap(**row: Any) -> Element:
    """A gap chart of one row."""
    return tree(render("gap_chart", "Gap", [{"label": "A", "self_score": 60, "voice_score": 40, "note": None} | row]))


@BY_NAME
def test_every_drawing_has_a_role_a_title_and_a_description(name: str, data: list[Any]) -> None:
    root = tree(render(name, "A chart", data))
    drawings = [element for element in root.iter() if str(element.tag).endswith("svg") and element.get("role") == "img"]
    assert drawings
    for drawing in drawings:
        children = [str(child.tag).split("}")[-1] for child in drawing]
        assert children[:2] == ["title", "desc"]
        assert drawing.get("aria-labelledby") == f"{drawing[0].get('id')} {drawing[1].get('id')}"


@BY_NAME
def test_every_chart_has_a_table_twin_with_a_row_for_each_datum(name: str, data: list[Any]) -> None:
    root = tree(render(name, "A chart", data))
    twin = next(element for element in root.iter("details"))
    assert len(list(next(twin.iter("tbody")).iter("tr"))) == len(data)
    assert all(row["label"] in page_checks.text_of(twin) for row in data)


@BY_NAME
def test_two_charts_of_one_title_are_told_apart_by_their_id(name: str, data: list[Any]) -> None:
    tree(render(name, "A chart", data, id="first") + render(name, "A chart", data, id="second"))


def test_a_mark_stands_where_its_value_is() -> None:
    root = profile(policy=1.0, practice=4.0)
    assert [mark.get("x") for mark in with_class(root, "at")] == ["25.0%", "100.0%"]


def test_equal_values_show_both_marks() -> None:
    root = profile(policy=2.8, practice=2.8)
    assert len(with_class(root, "at")) == 2
    square, dot = with_class(root, "mark-policy")[-1], with_class(root, "mark-practice")[-1]
    assert float(str(square.get("width"))) / 2 > float(str(dot.get("r")))


def test_a_zero_is_flagged_in_words() -> None:
    assert "has a 0" in page_checks.text_of(profile(policy=0.0, has_zero=True))
    assert "has a 0" not in page_checks.text_of(profile())


def test_what_is_not_rated_is_said_and_not_drawn() -> None:
    root = profile(policy=None, practice=None, mean=None)
    assert with_class(root, "at") == []
    assert "not rated" in page_checks.text_of(root)


@pytest.mark.parametrize(
    ("own", "voice", "words", "side"),
    [
        (60, 40, "heard 20 lower", "gap-below"),
        (40, 60, "heard 20 higher", "gap-above"),
        (50, 50, "the same", "gap-none"),
        (None, 50, "only people’s view", None),
        (50, None, "only our own view", None),
        (None, None, "no figures", None),
    ],
)
def test_a_gap_is_said_in_words_and_a_missing_side_is_a_state(
    own: int | None, voice: int | None, words: str, side: str | None
) -> None:
    root = gap(self_score=own, voice_score=voice)
    assert words in page_checks.text_of(root)
    assert bool(with_class(root, "track-join")) == (side is not None)
    assert side is None or len(with_class(root, side)) == 2


def test_the_reason_for_a_missing_side_stands_in_drawing_and_table() -> None:
    assert page_checks.text_of(gap(voice_score=None, note="Too few answers")).count("Too few answers") == 3


def test_a_band_is_as_wide_as_its_range_and_a_hidden_one_says_so() -> None:
    root = tree(render("band_chart", "Bands", [{"label": "A", "bands": [{"low": 40, "high": 60, "name": "middle"}], "own": None}]))
    assert [(band.get("x"), band.get("width")) for band in with_class(root, "mark-band")[1:]] == [("40%", "20%")]
    hidden = tree(render("band_chart", "Bands", [{"label": "A", "bands": [], "own": 3}]))
    assert page_checks.text_of(hidden).count("not shown") == 3


def test_where_nobody_has_a_position_none_is_spoken_of() -> None:
    bands = [{"low": 40, "high": 60, "name": "about the middle"}]
    chart = render("band_chart", "Release", [{"label": "Openness", "bands": bands, "own": None}])
    assert "Our own position" not in chart
    assert "Ourselves" not in chart


def test_a_half_is_rounded_up_as_by_hand() -> None:
    rows = [{"label": "A", "policy": 1.25, "practice": 3.25, "mean": 2.25, "has_zero": False}]
    chart = render("profile_chart", "Profile", rows)
    assert all(value in chart for value in ("1.3", "3.3", "2.3"))


def test_a_hidden_share_draws_no_bar_and_keeps_its_words() -> None:
    root = tree(render("distribution_chart", "Answers", SHARES))
    assert [bar.get("width") for bar in with_class(root, "bar")] == ["42%"]
    assert "hidden: fewer than 10" in page_checks.text_of(root)


def test_an_axis_without_a_value_breaks_the_line_and_is_no_zero() -> None:
    root = tree(render("radar_chart", "Shape", AXES))
    assert len(with_class(root, "radar-point")) == len(COMMITMENTS) - 1
    assert len(with_class(root, "radar-edge")) == len(COMMITMENTS) - 2
    assert len(with_class(root, "radar-gap")) == 1


def test_the_radar_closes_its_circle_whatever_the_number_of_axes() -> None:
    for count in (3, 5, 12, 40):
        root = tree(render("radar_chart", "Shape", [{"label": str(n), "value": 4, "maximum": 4} for n in range(count)]))
        points = [(float(str(p.get("cx"))), float(str(p.get("cy")))) for p in with_class(root, "radar-point")]
        assert all(abs((x * x + y * y) ** 0.5 - 100) < 0.5 for x, y in points)
        assert abs(points[1][0] + points[-1][0]) < 0.5


def test_a_cycle_without_a_figure_breaks_its_line_and_an_open_one_is_drawn_broken() -> None:
    root = tree(render("trend_chart", "Trend", trend_points()))
    assert len(with_class(root, "trend-policy")) == 3
    assert len(with_class(root, "trend-practice")) == 1
    assert len(with_class(root, "trend-open")) == 2
    assert "Cycle 2026 (open): policy 4.0, practice 3.0" in page_checks.text_of(root)


def test_figures_are_written_exactly_with_a_half_going_up() -> None:
    row = {"label": "A", "policy": Fraction(5, 4), "practice": Fraction(135, 100), "mean": Fraction(1, 20), "has_zero": False}
    text = page_checks.text_of(tree(render("profile_chart", "Profile", [row])))
    assert "Policy 1.3, practice 1.4" in text


@pytest.mark.parametrize(
    ("ours", "theirs", "shown", "words"),
    [(62.5, 60, 63, "heard 3 lower"), (37.5, 40, 38, "heard 3 higher"), (60.0, 60.25, 60, "the same")],
)
def test_a_gap_rounds_a_half_as_people_do(ours: float, theirs: float, shown: int, words: str) -> None:
    text = page_checks.text_of(gap(self_score=ours, voice_score=theirs))
    assert words in text
    assert f"Ourselves {shown}," in text
