"""Which version of the standard an assessment asks from, and which key actions of it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from accountability.assessment.models import Assessment
from accountability.database import NotFound
from accountability.parts import seen
from accountability.standard import queries as standard_queries
from accountability.standard.domain import Commitment, KeyAction, Pack


def get_pack(session: Session, assessment: Assessment) -> Pack:
    """The version of the standard the assessment was started with."""
    return standard_queries.get_pack(session, assessment.pack_id, assessment.pack_version)


def list_parts() -> list[tuple[str, str]]:
    """What a reviewer may be limited to: the commitments of the standard, as (slug, title)."""
    return [(each.slug, f"{each.number} {each.title}") for each in standard_queries.shipped_pack().commitments]


def get_seen_pack(session: Session, assessment: Assessment) -> Pack:
    """What the assessment asks: without what does not fit the organisation, and only what the session may see."""
    pack, parts = get_pack(session, assessment), seen(session)
    asked = _without(pack, assessment.left_out) if assessment.left_out else pack
    return asked if parts is None else asked.narrowed_to(parts)


def get_key_action(session: Session, assessment: Assessment, *, slug: str) -> KeyAction:
    """A key action this assessment asks about. Raises NotFound."""
    for key_action in list_asked(session, assessment):
        if key_action.slug == slug:
            return key_action
    raise NotFound


def list_asked(session: Session, assessment: Assessment) -> tuple[KeyAction, ...]:
    """The key actions the assessment asks, in the order of the standard."""
    return get_seen_pack(session, assessment).key_actions_at(assessment.depth)


def list_left_out(session: Session, assessment: Assessment) -> list[tuple[KeyAction, str]]:
    """The key actions that are not asked of this organisation, each with the reason."""
    parts = seen(session)
    return [
        (key_action, str(assessment.left_out[key_action.slug]))
        for key_action in get_pack(session, assessment).key_actions
        if key_action.slug in assessment.left_out and (parts is None or key_action.commitment in parts)
    ]


def _without(pack: Pack, left_out: dict[str, object]) -> Pack:
    clusters = [replace(each, commitments=tuple(_shorter(one, left_out) for one in each.commitments)) for each in pack.clusters]
    return replace(pack, clusters=tuple(clusters))


def _shorter(commitment: Commitment, left_out: dict[str, object]) -> Commitment:
    return replace(commitment, key_actions=tuple(each for each in commitment.key_actions if each.slug not in left_out))
