"""How the key actions of a new version come from those of an older one."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, SelectField

from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import Pack
from accountability.standard.domain.mapping import Mapping as VersionMapping
from forms.base import Form
from forms.fields import choices

ORIGINS = 3  # that can be merged into one key action


class MapVersionForm(Form):
    """For each key action of the newer version, up to three older ones it comes from; `seen` is the mapping's revision."""

    seen = HiddenField(default="0")
    names: Mapping[str, tuple[str, ...]] = {}

    @property
    def draft(self) -> dict[str, tuple[str, ...]]:
        """Of each newer key action: the older ones, none for a new one."""
        chosen = {slug: [self[name].data for name in names] for slug, names in self.names.items()}
        return {slug: tuple(dict.fromkeys(each for each in found if each)) for slug, found in chosen.items()}

    @property
    def revision(self) -> int:
        """The revision that was seen."""
        return int(self.seen.data) if (self.seen.data or "").isdecimal() else -1

    @classmethod
    def made_for(cls, older: Pack, newer: Pack) -> "type[MapVersionForm]":
        """The form for two versions."""
        names = {str(each.slug): tuple(f"k{number}_{n}" for n in range(ORIGINS)) for number, each in enumerate(newer.key_actions)}
        pairs = [(str(each.slug), f"{each.slug}: {each.text}") for each in older.key_actions]
        fields = {name: _origin(place, pairs) for each in names.values() for place, name in enumerate(each)}
        return type("MapTheseVersionsForm", (cls,), {**fields, "names": names})

    @staticmethod
    def filled(mapping: VersionMapping, names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
        """The fields as a mapping stands."""
        origins = mapping.origins()
        return {name: slug for new, each in names.items() for name, slug in zip(each, origins.get(new, ()), strict=False)}


def _origin(place: int, pairs: Iterable[tuple[str, str]]) -> SelectField:
    label = lazy("Comes from") if place == 0 else lazy("and from")
    return SelectField(label, choices=choices(pairs, empty=_("Nothing before")), default="")
