"""Where another standard speaks of the same things: its themes in our words, each beside commitments and key actions of ours."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accountability.standard.domain.entries import Entries, PackIsBroken, Problem
from accountability.standard.domain.pack import Pack


class Strength(enum.Enum):
    """How far ours goes into a theme."""

    COVERS = "covers"
    TOUCHES = "touches"


@dataclass(frozen=True, kw_only=True)
class Link:
    """One commitment or key action of ours, by slug, beside a theme."""

    slug: str
    strength: Strength


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What the other standard asks for, in our words; `number` as they count it, "" where that is not known."""

    slug: str
    number: str
    title: str
    words: str
    links: tuple[Link, ...]
    provenance: str
    review_status: str


@dataclass(frozen=True, kw_only=True)
class Crosswalk:
    """Another standard beside ours; `unknown` says what we do not know of it, `is_whole` whether all its themes are here."""

    slug: str
    title: str
    issuer: str
    about: str
    unknown: str
    source: str
    provenance: str
    review_status: str
    is_whole: bool
    themes: tuple[Theme, ...]

    def theme(self, slug: str) -> Theme | None:
        """One of its themes."""
        return next((theme for theme in self.themes if theme.slug == slug), None)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What of a pack stands beside a theme, in the order of the standard: (slug, strength)."""

    commitments: tuple[tuple[str, Strength], ...]
    key_actions: tuple[tuple[str, Strength], ...]


def beside(theme: Theme, pack: Pack) -> Beside:
    """The commitments and key actions of a pack that speak of a theme; a commitment of which only a key action does is touched."""
    named = {link.slug: link.strength for link in theme.links}
    key_actions = [(action, named[action.slug]) for action in pack.key_actions if action.slug in named]
    touched = {action.commitment for action, _ in key_actions}
    found = [(each.slug, named.get(each.slug, Strength.TOUCHES)) for each in pack.commitments if each.slug in {*named, *touched}]
    return Beside(
        commitments=tuple((str(slug), strength) for slug, strength in found),
        key_actions=tuple((str(action.slug), strength) for action, strength in key_actions),
    )


def strongest(crosswalk: Crosswalk, pack: Pack) -> dict[str, Strength]:
    """How far each commitment goes into the other standard, by slug; those that no theme speaks of are not in it."""
    found: dict[str, Strength] = {}
    for theme in crosswalk.themes:
        for slug, strength in beside(theme, pack).commitments:
            if found.get(slug) is not Strength.COVERS:
                found[slug] = strength
    return found


def untouched(crosswalk: Crosswalk, pack: Pack) -> tuple[str, ...]:
    """The commitments of a pack that no theme speaks of; nothing can be said of a standard that we know in part only."""
    if not crosswalk.is_whole:
        return ()
    spoken_of = strongest(crosswalk, pack)
    return tuple(str(each.slug) for each in pack.commitments if each.slug not in spoken_of)


def read_crosswalk(source: object) -> Crosswalk:
    """A crosswalk as it stands in its file. Raises PackIsBroken."""
    problems: list[Problem] = []
    entries = Entries(source, item="the crosswalk", problems=problems)
    crosswalk = Crosswalk(
        slug=entries.slug("slug"),
        title=entries.text("title"),
        issuer=entries.text("issuer"),
        about=entries.text("about"),
        unknown=entries.text("unknown"),
        source=entries.text("source"),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
        is_whole=entries.take("is_whole", bool),
        themes=tuple(_read_theme(theme, entries) for theme in entries.take("themes", list)),
    )
    entries.close()
    entries.refuse_doubles(theme.slug for theme in crosswalk.themes)
    if problems:
        raise PackIsBroken(item=problems[0].item, problem=problems[0].problem, more=problems[1:])
    return crosswalk


def _read_theme(source: object, around: Entries) -> Theme:
    entries = around.within(source, item="a theme")
    slug = entries.slug("slug")
    entries.item = slug or entries.item
    theme = Theme(
        slug=slug,
        number=entries.text_if_any("number"),
        title=entries.text("title"),
        words=entries.text("words"),
        links=tuple(_read_links(entries)),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
    )
    entries.close()
    return theme


def _read_links(entries: Entries) -> Iterable[Link]:
    found = {strength: entries.texts_if_any(strength.value) for strength in Strength}
    named = [slug for slugs in found.values() for slug in slugs]
    entries.refuse_doubles(named)
    if not named:
        entries.note("names nothing of ours that it covers or touches")
    return [Link(slug=slug, strength=strength) for strength, slugs in found.items() for slug in slugs]


def strangers(crosswalk: Crosswalk, pack: Pack) -> Mapping[str, str]:
    """Slugs that a crosswalk names and a pack does not have, with the theme that names them."""
    known = {*(each.slug for each in pack.commitments), *(each.slug for each in pack.key_actions)}
    return {link.slug: theme.slug for theme in crosswalk.themes for link in theme.links if link.slug not in known}
