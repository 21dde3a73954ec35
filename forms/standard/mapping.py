"""How the key actions of a new version come from those of an older one."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, StringField

from accountability.language import lazy
from accountability.standard.domain import Pack
from accountability.standard.domain.mapping import Mapping as VersionMapping
from forms.base import Form
from forms.fields import tidy
from forms.validators import AtMost

MOST = 500  # characters: some short names, with commas


class MapVersionForm(Form):
    """For each key action of the newer version, the short names of the older ones it comes from. `seen`: its revision."""

    seen = HiddenField(default="0")
    names: Mapping[str, str] = {}

    @property
    def draft(self) -> dict[str, tuple[str, ...]]:
        """Of each newer key action: the older ones, none for a new one."""
        typed = {slug: (self[name].data or "").replace(",", " ").split() for slug, name in self.names.items()}
        return {slug: tuple(dict.fromkeys(found)) for slug, found in typed.items()}

    @property
    def revision(self) -> int:
        """The revision that was seen."""
        return int(self.seen.data) if (self.seen.data or "").isdecimal() else -1

    @classmethod
    def made_for(cls, newer: Pack) -> "type[MapVersionForm]":
        """The form for a version: a field for each of its key actions."""
        names = {str(action.slug): f"k{number}" for number, action in enumerate(newer.key_actions)}
        return type("MapTheseVersionsForm", (cls,), {**{name: _origins() for name in names.values()}, "names": names})

    @classmethod
    def filled(cls, mapping: VersionMapping) -> dict[str, Any]:
        """The fields as a mapping stands."""
        origins = mapping.origins()
        return {name: ", ".join(origins.get(slug, ())) for slug, name in cls.names.items()}


def _origins() -> StringField:
    look = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off", "list": "older"}
    return StringField(lazy("Comes from"), filters=[tidy], validators=[AtMost(MOST)], render_kw=look)
