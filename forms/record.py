"""What owners look for in the record. Nothing here can be wrong: what nobody offered finds everything."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import SelectField

from accountability.language import gettext as _
from accountability.language import lazy, month_name
from accountability.record.domain import Area, Filter
from forms.base import Form
from forms.fields import choices

AREAS = {
    Area.ORGANISATION: lazy("Organisation and people"),
    Area.SIGN_IN: lazy("Signing in"),
    Area.OPERATOR: lazy("The operator"),
    Area.ASSESSMENT: lazy("Assessments"),
    Area.SURVEY: lazy("Surveys"),
    Area.EVIDENCE: lazy("Evidence"),
    Area.REPLY: lazy("Replies"),
    Area.PLAN: lazy("The plan"),
    Area.NETWORK: lazy("Networks and rounds"),
    Area.BENCHMARK: lazy("Benchmarks"),
    Area.RECORD: lazy("This record"),
}
LAST_PAGE = 1_000_000


class FindInRecordForm(Form):
    """Which part of the record to show, from the address of the page."""

    month = SelectField(lazy("Month"))
    area = SelectField(lazy("About"))
    member = SelectField(lazy("Who"))

    def __init__(self, asked: Any, *, months: Iterable[date], members: Mapping[uuid.UUID, str]) -> None:
        super().__init__(asked)
        self.month.choices = choices(((each.strftime("%Y-%m"), month_name(each)) for each in months), empty=_("All months"))
        self.area.choices = choices(((area.value, str(text)) for area, text in AREAS.items()), empty=_("Everything"))
        self.member.choices = choices(((str(key), name) for key, name in members.items()), empty=_("Everybody"))
        self.page = _number(asked.get("page"))

    @property
    def draft(self) -> Filter:
        month, area, member = (_offered(field) for field in (self.month, self.area, self.member))
        return Filter(
            month=date.fromisoformat(f"{month}-01") if month else None,
            area=Area(area) if area else None,
            member_id=uuid.UUID(member) if member else None,
            page=self.page,
        )


def _offered(field: SelectField) -> str | None:
    offered = {choice.value for choice in field.choices or ()}
    return field.data if field.data and field.data in offered else None


def _number(text: str | None) -> int:
    is_number = bool(text) and str(text).isascii() and str(text).isdigit() and len(str(text)) < 9
    return min(max(int(text or 1), 1), LAST_PAGE) if is_number else 1
