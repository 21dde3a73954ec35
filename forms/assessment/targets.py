"""Which levels an organisation wants to reach: one field a key action, and what stood there when the page was made."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from accountability.assessment.domain.marks import TargetChoice
from accountability.language import gettext as _
from accountability.standard.domain import KeyAction, Level
from forms.base import Form

CHOSEN, SEEN = "target-", "seen-"


class TargetsForm(Form):
    """Two fields for each key action; made by `targets_form`."""

    slugs: tuple[str, ...] = ()

    @property
    def draft(self) -> dict[str, TargetChoice]:
        """What was chosen, by key action slug."""
        return {
            slug: TargetChoice(target=_level(self[CHOSEN + slug].data), seen=_level(self[SEEN + slug].data)) for slug in self.slugs
        }


def targets_form(
    formdata: Any, *, key_actions: Sequence[KeyAction], levels: Sequence[Level], targets: Mapping[str, int]
) -> TargetsForm:
    """A form for these key actions that shows the targets which stand now."""
    choices = [SelectChoice("", _("No target")), *(SelectChoice(str(each.value), f"{each.value} · {each.name}") for each in levels)]
    fields: dict[str, Any] = {"slugs": tuple(each.slug for each in key_actions)}
    stored: dict[str, str] = {}
    for each in key_actions:
        now = str(targets.get(each.slug, ""))
        fields[CHOSEN + each.slug] = SelectField(each.text, choices=choices)
        fields[SEEN + each.slug] = HiddenField()
        stored |= {CHOSEN + each.slug: now, SEEN + each.slug: now}
    made: TargetsForm = type("TheseTargetsForm", (TargetsForm,), fields)(formdata, data=stored)
    return made


def _level(value: str | None) -> int | None:
    return int(value) if value in ("0", "1", "2", "3", "4") else None
