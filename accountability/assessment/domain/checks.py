"""What is open or looks inconsistent before a signature, each with its cure. Never a reason to refuse: the signer decides."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.scores import Item, Profile
from accountability.assessment.domain.signing import Doubt, doubts_about
from accountability.standard.domain import Commitment, Kind

FAR = 2  # levels between two people that are worth a talk
HIGH = 3


class Cure(enum.Enum):
    """What one would do about it; the order is the order on the page."""

    ANSWER = "answer"
    AGREE = "agree"
    SHOW = "show"
    TALK = "talk"
    LOOK = "look"


class Check(enum.Enum):
    """What was found. Each value begins with its cure."""

    BLANK = "answer-blank"
    DONT_KNOW = "answer-dont-know"
    TO_REVISIT = "answer-to-revisit"
    APART = "agree-apart"
    OUTSIDE_RANGE = "agree-outside-range"
    NO_EVIDENCE = "show-no-evidence"
    EXPIRED_EVIDENCE = "show-expired-evidence"
    OPEN_COMMENTS = "talk-open-comments"
    REVIEWER_APART = "talk-reviewer-apart"
    ZERO = "look-zero"
    NOT_KNOWN = "look-not-known"
    TARGET_BELOW = "look-target-below"
    DONE_NOT_WRITTEN = "look-done-not-written"
    WRITTEN_NOT_DONE = "look-written-not-done"
    MOSTLY_NOT_APPLICABLE = "look-mostly-not-applicable"
    ALL_THE_SAME = "look-all-the-same"

    @property
    def cure(self) -> Cure:
        """What one would do about it."""
        return Cure(self.value.partition("-")[0])


CHECKS = tuple(Check)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The evidence attached to one key action: how many pieces, and how many of these are past their date."""

    pieces: int
    expired: int = 0


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What is known of key actions beside their agreed answers, by slug.

    `ranges`: lowest and highest level that raters chose, once that may be seen; `known`: how many raters know a policy, of how many
    who said; `suggested`: the levels that reviewers from outside see; `comments`: threads that are not resolved.
    """

    evidence: Mapping[str, Shown] = field(default_factory=dict)
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    known: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)
    suggested: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    comments: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found, about a key action, a commitment as a whole, or everything. `figures` are the numbers of its sentence."""

    check: Check
    commitment: Commitment | None = None
    item: Item | None = None
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Checked:
    """All findings, by cure and within it by check, each in the order of the standard."""

    findings: tuple[Finding, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing at all was found."""
        return not self.findings

    @property
    def by_cure(self) -> tuple[tuple[Cure, tuple[tuple[Check, tuple[Finding, ...]], ...]], ...]:
        """The findings as a page lists them."""
        by_check = [(check, tuple(found)) for check, found in groupby(self.findings, key=lambda each: each.check)]
        return tuple((cure, tuple(found)) for cure, found in groupby(by_check, key=lambda pair: pair[0].cure))


def check_profile(profile: Profile, beside: Beside) -> Checked:
    """Everything that is open or looks inconsistent."""
    found = [
        Finding(check=check, commitment=score.commitment, item=item, figures=figures)
        for score in profile.scores
        for item in score.items
        for check, figures in _about(item, beside)
    ]
    found += [
        Finding(check=DOUBTS[doubt], commitment=score.commitment) for score in profile.scores for doubt in doubts_about(score)
    ]
    levels = [item.answer.level for item in profile.items if item.answer.level is not None]
    if profile.scores and len(levels) >= len(profile.scores) and len(set(levels)) == 1:
        found.append(Finding(check=Check.ALL_THE_SAME, figures=(levels[0],)))
    return Checked(findings=tuple(sorted(found, key=lambda each: CHECKS.index(each.check))))


DOUBTS = {
    Doubt.DONE_NOT_WRITTEN: Check.DONE_NOT_WRITTEN,
    Doubt.WRITTEN_NOT_DONE: Check.WRITTEN_NOT_DONE,
    Doubt.MOSTLY_NOT_APPLICABLE: Check.MOSTLY_NOT_APPLICABLE,
}


def _about(item: Item, beside: Beside) -> Iterable[tuple[Check, tuple[int, ...]]]:
    yield from _about_answer(item)
    yield from _about_raters(item, beside)
    yield from _about_evidence(item, beside)
    slug = item.key_action.slug
    if threads := beside.comments.get(slug):
        yield Check.OPEN_COMMENTS, (threads,)
    if item.answer.level is not None:
        yield from _about_level(item, item.answer.level, beside)


def _about_answer(item: Item) -> Iterable[tuple[Check, tuple[int, ...]]]:
    if item.answer.is_blank:
        yield Check.BLANK, ()
    if item.answer.verdict is Verdict.DONT_KNOW:
        yield Check.DONT_KNOW, ()
    if item.answer.is_to_revisit:
        yield Check.TO_REVISIT, ()
    if item.is_zero:
        yield Check.ZERO, ()


def _about_raters(item: Item, beside: Beside) -> Iterable[tuple[Check, tuple[int, ...]]]:
    chosen, level = beside.ranges.get(item.key_action.slug), item.answer.level
    if chosen is None:
        return
    lowest, highest = chosen
    if item.answer.is_blank and highest - lowest >= FAR:
        yield Check.APART, chosen
    if level is not None and not lowest <= level <= highest and not item.answer.note.strip():
        yield Check.OUTSIDE_RANGE, chosen


def _about_evidence(item: Item, beside: Beside) -> Iterable[tuple[Check, tuple[int, ...]]]:
    shown = beside.evidence.get(item.key_action.slug, Shown(pieces=0))
    if not shown.pieces and item.key_action.wants_evidence_at(item.answer.level):
        yield Check.NO_EVIDENCE, ()
    if shown.expired:
        yield Check.EXPIRED_EVIDENCE, (shown.expired, shown.pieces)


def _about_level(item: Item, level: int, beside: Beside) -> Iterable[tuple[Check, tuple[int, ...]]]:
    slug = item.key_action.slug
    if far := tuple(each for each in beside.suggested.get(slug, ()) if abs(each - level) >= FAR):
        yield Check.REVIEWER_APART, far
    knows, said = beside.known.get(slug, (0, 0))
    if item.key_action.kind is Kind.POLICY and level >= HIGH and knows * 2 < said:
        yield Check.NOT_KNOWN, (knows, said)
    target = beside.targets.get(slug)
    if target is not None and target < level:
        yield Check.TARGET_BELOW, (target,)
