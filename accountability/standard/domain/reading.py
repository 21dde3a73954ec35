"""How a pack is read from plain mappings, and when it is refused.

Only what any version must have is held here. How many commitments or words a pack has is its own affair, so that official wording
can replace ours; the tests hold our own packs to that.
"""

from collections.abc import Mapping
from dataclasses import replace

from accountability.organisation.domain import COUNTRIES, OrganisationType, SizeBand
from accountability.standard.domain.entries import Entries, PackIsBroken, Problem
from accountability.standard.domain.pack import (
    EVIDENCE_FROM,
    LEVELS,
    Cluster,
    Commitment,
    CommitmentSlug,
    Counting,
    Depth,
    Effort,
    KeyAction,
    KeyActionSlug,
    Kind,
    LeftOutFor,
    Level,
    Pack,
    PackId,
    PackStatus,
    Suggestion,
)
from accountability.standard.domain.writing import write_pack

MOST_PROBLEMS = 200  # are told; a pack with more is not nearly one
_SIZES = {size.value: size for size in SizeBand}
_TYPES = {kind.value: kind for kind in OrganisationType}
_COUNTRIES = {country: country for country in COUNTRIES}


def read_key_action(source: object, commitment: CommitmentSlug) -> KeyAction:
    """One key action by itself. Raises PackIsBroken with all problems."""
    problems: list[Problem] = []
    action = _read_key_action(source, commitment, Entries({}, item=str(commitment), problems=problems))
    _refuse(problems)
    return action


def read_commitment_top(source: object, commitment: Commitment) -> Commitment:
    """The top of a commitment, with the key actions that it has. Raises PackIsBroken with all problems."""
    problems: list[Problem] = []
    read = _read_commitment(commitment.slug, {str(commitment.slug): source}, Entries({}, item="the pack", problems=problems))
    _refuse(problems)
    return replace(read, number=commitment.number, key_actions=commitment.key_actions)


def read_header(source: Mapping[str, object], pack: Pack) -> Pack:
    """The header of a pack, with the clusters that it has. Raises PackIsBroken with all problems."""
    problems: list[Problem] = []
    commitments = write_pack(pack)["commitments"]
    read = _read_header(Entries(source, item="the header", problems=problems), dict(commitments))
    _refuse(problems)
    return replace(read, id=pack.id, version=pack.version, status=pack.status)


def read_pack(header: object, commitments: Mapping[str, object]) -> Pack:
    """The pack described by the header and by one mapping per commitment, keyed by slug. Raises PackIsBroken with all problems."""
    problems: list[Problem] = []
    pack = _read_header(Entries(header, item="the header", problems=problems), dict(commitments))
    _refuse(problems)
    return pack


def _refuse(problems: list[Problem]) -> None:
    if problems:
        first, *more = problems[:MOST_PROBLEMS]
        raise PackIsBroken(item=first.item, problem=first.problem, more=more)


def _read_header(entries: Entries, sources: dict[str, object]) -> Pack:
    pack = Pack(
        id=PackId(entries.slug("id")),
        version=entries.version("version"),
        title=entries.text("title"),
        status=entries.choice("status", PackStatus),
        languages=entries.texts("languages"),
        licence=entries.text("licence"),
        levels=entries.per_level("levels", _read_level),
        clusters=tuple(_read_cluster(cluster, sources, entries) for cluster in entries.take("clusters", list)),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
        counting=entries.choice_if_any("counting", Counting, default=Counting.LEFT_OUT),
        spread_suggestion=_read_suggestion(entries, "spread_suggestion"),
    )
    entries.close()
    for left_over in sources:
        entries.within({}, item=str(left_over)[:60]).note("is in no cluster")
    # One address leads to each sentence, so no two items of any kind share a slug.
    slugs = [cluster.slug for cluster in pack.clusters] + [str(commitment.slug) for commitment in pack.commitments]
    slugs += [str(action.slug) for action in pack.key_actions if action.slug]
    entries.within({}, item="the pack").refuse_doubles(slugs)
    return pack


def _read_level(entries: Entries, value: object) -> Level:
    level = entries.inner(value, item=f"level {value}")
    read = Level(value=int(str(value)), name=level.text("name"), meaning=level.text("meaning"))
    level.close()
    return read


def _read_cluster(source: object, sources: dict[str, object], around: Entries) -> Cluster:
    entries = around.within(source, item="a cluster")
    entries.item = slug = entries.slug("slug") or "a cluster"
    cluster = Cluster(
        slug=slug,
        letter=entries.text("letter"),
        title=entries.text("title"),
        commitments=tuple(_read_commitment(name, sources, entries) for name in entries.texts("commitments")),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
    )
    entries.close()
    return cluster


def _read_commitment(slug: str, sources: dict[str, object], around: Entries) -> Commitment:
    if slug not in sources:
        around.within({}, item=slug).note("is listed in a cluster but missing, or listed twice")
        return Commitment(CommitmentSlug(slug), 0, "", "", (), "", "")
    entries = around.within(sources.pop(slug), item=slug)
    if entries.slug("slug") not in ("", slug):
        entries.note("lies under another slug")
    commitment = _with_key_actions(entries, CommitmentSlug(slug))
    entries.close()
    if commitment.key_actions and not commitment.key_actions_at(Depth.QUICK):
        entries.note("has no key action in the quick scan, which could not score it")
    return commitment


def _with_key_actions(entries: Entries, slug: CommitmentSlug) -> Commitment:
    return Commitment(
        slug=slug,
        number=entries.take("number", int),
        title=entries.text("title"),
        promise=entries.text("promise"),
        key_actions=tuple(_read_key_action(action, slug, entries) for action in entries.take("key_actions", list)),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
        gap_suggestion=_read_suggestion(entries, "gap_suggestion"),
    )


def _read_key_action(source: object, commitment: CommitmentSlug, around: Entries) -> KeyAction:
    entries = around.within(source, item=f"a key action of {commitment}")
    slug = entries.slug("slug")
    entries.item = slug or entries.item
    action = KeyAction(
        slug=KeyActionSlug(slug),
        commitment=commitment,
        text=entries.text("text"),
        kind=entries.choice("kind", Kind),
        descriptors=entries.per_level("descriptors", Entries.text),
        guiding_question=entries.text("guiding_question"),
        evidence_examples=entries.texts("evidence_examples"),
        is_quick=entries.take("quick_scan", bool),
        provenance=entries.text("provenance"),
        review_status=entries.text("review_status"),
        weight=entries.weight("weight"),
        left_out_for=tuple(_read_rule(rule, entries) for rule in _listed(entries, "left_out_for")),
        suggestions=entries.some_levels("suggestions", LEVELS[:-1], _read_suggestion_at),
        needs_evidence_from=entries.level("needs_evidence_from", default=EVIDENCE_FROM),
        knows_policy_question=entries.text_if_any("knows_policy_question"),
    )
    entries.close()
    entries.refuse_doubles(each for each in action.descriptors if each)
    return action


def _listed(entries: Entries, name: str) -> list[object]:
    return entries.take(name, list) if entries.holds(name) else []


def _read_rule(source: object, around: Entries) -> LeftOutFor:
    entries = around.within(source, item=f"{around.item}, left_out_for")
    rule = LeftOutFor(
        because=entries.text("because"),
        size_bands=entries.choices("size_bands", _SIZES),
        countries=entries.choices("countries", _COUNTRIES),
        types=entries.choices("types", _TYPES),
    )
    entries.close()
    if not (rule.size_bands or rule.countries or rule.types):
        entries.note("names no size, country or type, and would never hold")
    return rule


def _read_suggestion(entries: Entries, name: str) -> Suggestion | None:
    return _read_suggestion_at(entries, name) if entries.holds(name) else None


def _read_suggestion_at(entries: Entries, name: object) -> Suggestion:
    inner = entries.inner(name, item=f"{entries.item}, {name}")
    suggestion = Suggestion(text=inner.text("text"), effort=inner.choice("effort", Effort))
    inner.close()
    return suggestion
