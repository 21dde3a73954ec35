"""How a pack is written back into plain mappings; the opposite of reading. What has its default is left out."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from accountability.standard.domain.pack import (
    EVIDENCE_FROM,
    Cluster,
    Commitment,
    Counting,
    KeyAction,
    LeftOutFor,
    Pack,
    Suggestion,
)

Content = dict[str, Any]
LevelKey = Callable[[int], object]


def write_pack(pack: Pack, *, level_key: LevelKey = str) -> Content:
    """A pack as one mapping with a header and its commitments by slug; `level_key` makes a key of a level (JSON: text)."""
    return {
        "pack": _write_header(pack, level_key),
        "commitments": {str(each.slug): _write_commitment(each, level_key) for each in pack.commitments},
    }


def write_item(item: Pack | Commitment | KeyAction) -> Content:
    """What one form changes: a key action, the top of a commitment, or the header of a pack with the rest left out."""
    if isinstance(item, Pack):
        return _write_header(item, str)
    return _write_commitment(item, str) if isinstance(item, Commitment) else _write_key_action(item, str)


def _write_header(pack: Pack, level_key: LevelKey) -> Content:
    named = {level_key(level.value): {"name": level.name, "meaning": level.meaning} for level in pack.levels}
    return {
        "id": str(pack.id),
        "version": pack.version,
        "title": pack.title,
        "status": pack.status.value,
        "languages": list(pack.languages),
        "licence": pack.licence,
        "provenance": pack.provenance,
        "review_status": pack.review_status,
        "levels": named,
        **({"counting": pack.counting.value} if pack.counting is not Counting.LEFT_OUT else {}),
        **_write_suggestion("spread_suggestion", pack.spread_suggestion),
        "clusters": [_write_cluster(cluster) for cluster in pack.clusters],
    }


def _write_cluster(cluster: Cluster) -> Content:
    return {
        "slug": cluster.slug,
        "letter": cluster.letter,
        "title": cluster.title,
        "provenance": cluster.provenance,
        "review_status": cluster.review_status,
        "commitments": [str(commitment.slug) for commitment in cluster.commitments],
    }


def _write_commitment(commitment: Commitment, level_key: LevelKey) -> Content:
    return {
        "slug": str(commitment.slug),
        "number": commitment.number,
        "title": commitment.title,
        "promise": commitment.promise,
        "provenance": commitment.provenance,
        "review_status": commitment.review_status,
        **_write_suggestion("gap_suggestion", commitment.gap_suggestion),
        "key_actions": [_write_key_action(action, level_key) for action in commitment.key_actions],
    }


def _write_key_action(action: KeyAction, level_key: LevelKey) -> Content:
    return {
        "slug": str(action.slug),
        "kind": action.kind.value,
        "quick_scan": action.is_quick,
        "text": action.text,
        "guiding_question": action.guiding_question,
        "descriptors": {level_key(level): text for level, text in enumerate(action.descriptors)},
        "evidence_examples": list(action.evidence_examples),
        **_write_extras(action, level_key),
        "provenance": action.provenance,
        "review_status": action.review_status,
    }


def _write_extras(action: KeyAction, level_key: LevelKey) -> Content:
    written: Content = {}
    if action.weight != 1:
        written["weight"] = _write_weight(action.weight)
    if action.needs_evidence_from != EVIDENCE_FROM:
        written["needs_evidence_from"] = "never" if action.needs_evidence_from is None else action.needs_evidence_from
    if action.knows_policy_question:
        written["knows_policy_question"] = action.knows_policy_question
    if action.left_out_for:
        written["left_out_for"] = [_write_rule(rule) for rule in action.left_out_for]
    if action.suggestions:
        written["suggestions"] = {level_key(level): _written(suggestion) for level, suggestion in action.suggestions}
    return written


def _write_weight(weight: Fraction) -> int | str:
    return weight.numerator if weight.denominator == 1 else f"{weight.numerator}/{weight.denominator}"


def _write_rule(rule: LeftOutFor) -> Content:
    conditions = {
        "size_bands": sorted(size.value for size in rule.size_bands),
        "countries": sorted(rule.countries),
        "types": sorted(kind.value for kind in rule.types),
    }
    return {**{name: values for name, values in conditions.items() if values}, "because": rule.because}


def _write_suggestion(name: str, suggestion: Suggestion | None) -> Content:
    return {} if suggestion is None else {name: _written(suggestion)}


def _written(suggestion: Suggestion) -> Content:
    return {"text": suggestion.text, "effort": suggestion.effort.value}
