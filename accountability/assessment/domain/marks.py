"""What is shown on the levels of a key action: where it was last cycle, where we want to be, what reviewers from outside see."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from accountability.assessment.domain.refusals import AssessmentIsSubmitted
from accountability.assessment.domain.scores import Item, Profile
from accountability.refusal import Refusal
from accountability.standard.domain import Commitment


class Mark(enum.Enum):
    """Why a level is marked."""

    PREVIOUS = "previous"
    TARGET = "target"
    VERIFIED = "verified"


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Levels 0–4 beside the one that stands; `verified` are those of each reviewer, and never one number made of them."""

    previous: int | None = None
    target: int | None = None
    verified: tuple[int, ...] = ()

    def at(self, level: int) -> tuple[Mark, ...]:
        """What is to be shown on this level."""
        marked = (
            (Mark.PREVIOUS, level == self.previous),
            (Mark.TARGET, level == self.target),
            (Mark.VERIFIED, level in self.verified),
        )
        return tuple(mark for mark, is_here in marked if is_here)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self == UNMARKED


UNMARKED = Marks()


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How far one key action is below the level the organisation wants to reach; `levels` is 1–4."""

    commitment: Commitment
    item: Item
    target: int
    levels: int


def furthest(profile: Profile, targets: Mapping[str, int]) -> tuple[Distance, ...]:
    """Every key action below its target, the furthest first, then in the order of the standard; without a level there is none."""
    found = [
        Distance(commitment=score.commitment, item=item, target=target, levels=target - level)
        for score in profile.scores
        for item in score.items
        if (target := targets.get(item.key_action.slug)) is not None and (level := item.answer.level) is not None and target > level
    ]
    return tuple(sorted(found, key=lambda each: -each.levels))


class TargetHasChanged(Refusal):
    """Two people chose different targets for the same key action."""

    message = "Somebody else chose another target for “%(text)s” meanwhile. Look at it again, then save."


@dataclass(frozen=True, kw_only=True)
class TargetChoice:
    """The level somebody wants to reach, None for no target, and the one that stood there when they chose."""

    target: int | None
    seen: int | None


def check_targets(*, is_submitted: bool) -> None:
    """Raise AssessmentIsSubmitted: what the signer reads stays as it is."""
    if is_submitted:
        raise AssessmentIsSubmitted


def check_choices(
    choices: Mapping[str, TargetChoice], *, kept: Mapping[str, int], texts: Mapping[str, str]
) -> dict[str, int | None]:
    """The targets to store: what was chosen anew and does not stand there already. Raises TargetHasChanged."""
    changed: dict[str, int | None] = {}
    for slug, choice in choices.items():
        stands = kept.get(slug)
        if choice.target in (choice.seen, stands):
            continue
        if stands != choice.seen:
            raise TargetHasChanged(text=texts[slug])
        changed[slug] = choice.target
    return changed
