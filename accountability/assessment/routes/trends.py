"""How levels move over cycles: small drawings side by side, each with its figures and its change in words."""

from typing import Any

from flask.typing import ResponseReturnValue

from accountability.assessment.access import READ_ASSESSMENTS
from accountability.assessment.domain.trends import Line, Point
from accountability.assessment.queries.trends import Trend, get_trend
from accountability.assessment.routes import words
from accountability.assessment.routes.pages import pages
from accountability.language import gettext as _
from accountability.standard.domain import Kind
from accountability.web import here, page


@pages.get("/trends", access=READ_ASSESSMENTS)
def show_trends() -> ResponseReturnValue:
    """Every commitment over the signed cycles, and the one that is open."""
    trend = get_trend(here.session)
    return page(
        trend=trend,
        versions=sorted({each.pack_version for each in trend.assessments}),
        strangers=[cycle.name for cycle in trend.cycles if cycle.answers is None],
        charts=[_chart(line, trend) for line in trend.lines],
        words=words,
    )


def _chart(line: Line, trend: Trend) -> dict[str, Any]:
    """What the page shows of one commitment."""
    return {
        "commitment": line.commitment,
        "points": [_point(point) for point in line.points],
        "last": _last(line),
        "rows": [[each.text, *("–" if level is None else str(level) for level in levels)] for each, levels in line.items],
        "headings": [_("Key action"), *(cycle.name for cycle in trend.cycles)],
        "changes": [
            (point.cycle.name, words.change_in_words(point.change)) for point in line.points[1:] if point.change is not None
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    policy, practice, both = (point.mean(kind) for kind in (Kind.POLICY, Kind.PRACTICE, None))
    return {
        "label": point.cycle.name,
        "is_open": not point.cycle.is_signed,
        "policy": policy and policy.exact,
        "practice": practice and practice.exact,
        "mean": both and both.exact,
    }


def _last(line: Line) -> str:
    """The latest change in words."""
    return words.change_in_words(line.points[-1].change if line.points else None)
