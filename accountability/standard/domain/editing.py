"""Working on a new version of the standard: what may be done in which state, and how items are put into a pack."""

import enum
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from accountability.refusal import Refusal
from accountability.standard.domain.pack import Commitment, KeyAction, Pack, PackStatus

SENTENCE_LENGTH = 500  # characters
PUBLISHED = (PackStatus.CURRENT, PackStatus.RETIRED)


class Act(enum.Enum):
    """What somebody did with a version."""

    DRAFTED = "drafted"
    BROUGHT_IN = "brought-in"
    EDITED = "edited"
    SENT = "sent-to-review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETIRED = "retired"
    TRANSLATED = "translated"
    MAPPED = "mapped"


class VersionIsShipped(Refusal):
    message = "This version ships with the software and is never changed. Begin a new version from it."


class VersionIsPublished(Refusal):
    message = "This version is published and stays as it is. Begin a new version from it."


class VersionIsInReview(Refusal):
    message = "This version is in review. Return it to draft before you change it."


class VersionIsNotInReview(Refusal):
    message = "This version is not in review."


class VersionIsNotApproved(Refusal):
    message = "Nobody has approved this version yet."


class VersionIsNotPublished(Refusal):
    message = "This version is not published."


class VersionIsTaken(Refusal):
    message = "There is such a version already. Choose another number."
    field = "version"


class ItemWasChanged(Refusal):
    message = "Somebody changed this version while you were writing. Look at what stands there now, then save again."


class SlugIsTaken(Refusal):
    message = "Another item has this short name already."
    field = "slug"


class CommitmentNeedsKeyActions(Refusal):
    message = "A commitment needs at least one key action, and one in the quick scan."


class AnotherReviewerIsNeeded(Refusal):
    message = "Somebody else who runs this installation must approve what you sent to review."


class SentenceIsMissing(Refusal):
    message = "You are the only one who runs this installation. Say in a sentence why you may approve your own work."
    field = "sentence"


class SentenceIsTooLong(Refusal):
    message = "Say it in %(most)s characters or fewer."
    field = "sentence"


class PackLeavesOutACommitment(Refusal):
    """A current pack without one of the twelve commitments would break every comparison."""

    message = "This version leaves out %(slugs)s. A published version must hold all twelve commitments under their short names."


class MappingIsMissing(Refusal):
    message = "Say first how the key actions of version %(version)s carry over to this one."


def check_is_draft(status: PackStatus) -> None:
    """Refuses VersionIsPublished or VersionIsInReview."""
    if status in PUBLISHED:
        raise VersionIsPublished
    if status is PackStatus.IN_REVIEW:
        raise VersionIsInReview


def check_is_in_review(status: PackStatus) -> None:
    """Refuses VersionIsNotInReview."""
    if status is not PackStatus.IN_REVIEW:
        raise VersionIsNotInReview


def check_review(*, sent_by: uuid.UUID | None, reviewer: uuid.UUID, has_others: bool, sentence: str) -> str:
    """The reviewer's sentence, tidied, "" when none is needed.

    Refuses AnotherReviewerIsNeeded, SentenceIsMissing or SentenceIsTooLong. `sent_by` is None when they are gone.
    """
    tidy = " ".join(sentence.split())
    if len(tidy) > SENTENCE_LENGTH:
        raise SentenceIsTooLong(most=SENTENCE_LENGTH)
    if sent_by == reviewer and has_others:
        raise AnotherReviewerIsNeeded
    if sent_by == reviewer and not tidy:
        raise SentenceIsMissing
    return tidy


def check_commitments(pack: Pack, needed: Collection[str]) -> None:
    """Refuses PackLeavesOutACommitment."""
    held = {str(commitment.slug) for commitment in pack.commitments}
    missing = [slug for slug in needed if slug not in held]
    if missing:
        raise PackLeavesOutACommitment(slugs=", ".join(missing))


def check_slug_is_free(pack: Pack, slug: str) -> None:
    """Refuses SlugIsTaken."""
    taken = {each.slug for each in pack.clusters} | {str(each.slug) for each in pack.commitments}
    if slug in taken | {str(each.slug) for each in pack.key_actions}:
        raise SlugIsTaken


def with_commitment(pack: Pack, changed: Commitment) -> Pack:
    """The pack with this commitment in place of the one of its slug."""
    clusters = (
        replace(cluster, commitments=tuple(changed if each.slug == changed.slug else each for each in cluster.commitments))
        for cluster in pack.clusters
    )
    return replace(pack, clusters=tuple(clusters))


def with_key_action(pack: Pack, changed: KeyAction) -> Pack:
    """The pack with this key action in place of the one of its slug, or at the end of its commitment."""
    home = next(each for each in pack.commitments if each.slug == changed.commitment)
    is_new = changed.slug not in {each.slug for each in home.key_actions}
    actions = (*home.key_actions, changed) if is_new else _replaced(home.key_actions, changed)
    return with_commitment(pack, replace(home, key_actions=tuple(actions)))


def _replaced(actions: Iterable[KeyAction], changed: KeyAction) -> tuple[KeyAction, ...]:
    return tuple(changed if each.slug == changed.slug else each for each in actions)


def without_key_action(pack: Pack, slug: str) -> Pack:
    """The pack without this key action. Refuses CommitmentNeedsKeyActions."""
    smaller = pack.without({slug})
    if not all(any(action.is_quick for action in commitment.key_actions) for commitment in smaller.commitments):
        raise CommitmentNeedsKeyActions
    return smaller


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a new assessment would find changed, by slug of key actions; `moved` are in another commitment or depth than before."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[str, ...]
    rescored: tuple[str, ...]
    moved: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reworded or self.rescored or self.moved)


def compare_packs(old: Pack, new: Pack) -> Changes:
    """What changes for a new assessment when `new` takes the place of `old`."""
    before = {str(action.slug): action for action in old.key_actions}
    after = {str(action.slug): action for action in new.key_actions}
    both = [(before[slug], action) for slug, action in after.items() if slug in before]
    return Changes(
        added=tuple(slug for slug in after if slug not in before),
        removed=tuple(slug for slug in before if slug not in after),
        reworded=_differing(both, "text", "descriptors", "guiding_question"),
        rescored=_differing(both, "kind", "weight", "left_out_for", "needs_evidence_from"),
        moved=_differing(both, "commitment", "is_quick"),
    )


def _differing(pairs: Iterable[tuple[KeyAction, KeyAction]], *names: str) -> tuple[str, ...]:
    return tuple(str(new.slug) for old, new in pairs if any(getattr(old, name) != getattr(new, name) for name in names))
