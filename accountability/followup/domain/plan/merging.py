"""What becomes of an action that two people changed at the same time."""

from dataclasses import dataclass, replace

from accountability.followup.domain.plan.values import ActionDraft

# What is decided as one: a level is hoped for of one key action, and that key action belongs to one commitment.
PARTS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "note": ("note",),
    "commitment": ("commitment", "key_action", "expected_level"),
    "owner": ("owner_id",),
    "day": ("due_on",),
    "effort": ("effort",),
    "cost": ("cost",),
    "impact": ("impact",),
    "priority": ("priority",),
}


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Two changes joined part by part; `disputed` names the parts that both changed apart, in which `draft` holds mine."""

    draft: ActionDraft
    disputed: tuple[str, ...] = ()


def merge(base: ActionDraft, *, mine: ActionDraft, theirs: ActionDraft) -> Merge:
    """Join what two people made of the same `base`: a part that one of them changed is that one's, a part that both changed
    alike is no dispute, a part that both changed apart is somebody's to decide."""
    joined, disputed = mine, []
    for part, fields in PARTS.items():
        was, my, their = (tuple(getattr(side, field) for field in fields) for side in (base, mine, theirs))
        if my == was:
            joined = replace(joined, **dict(zip(fields, their, strict=True)))
        elif their not in (was, my):
            disputed.append(part)
    return Merge(draft=joined, disputed=tuple(disputed))


def changed_parts(before: ActionDraft, after: ActionDraft) -> tuple[str, ...]:
    """The names of the parts that are not the same."""
    return tuple(part for part, fields in PARTS.items() if any(getattr(before, field) != getattr(after, field) for field in fields))
