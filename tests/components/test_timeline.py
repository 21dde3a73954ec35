"""The line of months: bars, pins and the same as a table; nothing inline, nothing unescaped."""

from typing import Any

from tests.components.gallery import environment

MONTHS = [{"number": str(month), "year": "2027" if month == 1 else "", "name": f"Month {month}"} for month in (11, 12, 1, 2)]


def row(**more: Any) -> dict[str, Any]:
    days = {"from_day": "4 May 2026", "due_day": "4 August 2026", "closed_day": None}
    bar = {"kind": "planned", "said": "Planned", "begin": 10.5, "width": 30, "due": 40.5}
    return {"title": "Tell <people>", "href": "/plan/1"} | days | bar | more


def chart(*rows: dict[str, Any], now: float | None = None) -> str:
    template = environment().from_string(
        '{% from "components/timeline_chart.html" import timeline_chart %}{{ timeline_chart("The year", months, rows, now) }}'
    )
    return template.render(months=MONTHS, rows=rows, now=now)


def test_a_bar_lasts_from_when_to_when_with_a_pin_on_its_day() -> None:
    text = chart(row())
    assert 'x="10.5%" y="50%" width="30%"' in text
    assert '<svg class="at" x="40.5%"' in text
    assert "Planned, from 4 May 2026, due on 4 August 2026" in text


def test_a_day_outside_has_no_pin_and_today_only_its_line_when_it_is_inside() -> None:
    assert 'class="at"' not in chart(row(due=None))
    assert "track-now" not in chart(row())
    assert 'class="track-now" x1="50%"' in chart(row(), now=50)


def test_what_is_late_says_so_in_words() -> None:
    text = chart(row(kind="late"))
    assert "bar-late" in text
    assert text.count("overdue") >= 3


def test_what_is_closed_says_when() -> None:
    assert "closed on 1 June 2026" in chart(row(kind="done", said="Done", closed_day="1 June 2026"))


def test_months_and_years_head_the_columns() -> None:
    text = chart(row())
    assert [f"<span>{month['number']}</span>" in text for month in MONTHS] == [True] * 4
    assert "<b>2027</b>" in text


def test_the_same_stands_in_a_table_and_nothing_is_inline() -> None:
    text = chart(row())
    assert '<th scope="row"><bdi>Tell &lt;people&gt;</bdi></th>' in text
    assert "style=" not in text
    assert "<people>" not in text
