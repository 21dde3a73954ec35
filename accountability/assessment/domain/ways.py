"""How the raters of an assessment work: together on one sheet, or each alone and blind. Fixed before the first rating.

Blind, named: nobody sees what others chose before the set minimum has finished or the officer closes rating, and nobody who is
still rating sees it at all. Blind, anonymous: what each chose is told apart from who chose it when rating closes, which needs ten
(source: the contract of anonymity, part 2); until then nobody sees anything.
"""

import enum
from collections.abc import Collection
from dataclasses import dataclass

LEAST_NAMED, USUAL_LEAST, LEAST_ANONYMOUS = 3, 5, 10
MOST_RATERS = 200


class Way(enum.Enum):
    """How the raters work."""

    TOGETHER = "together"
    NAMED = "named"
    ANONYMOUS = "anonymous"

    @property
    def is_blind(self) -> bool:
        """Whether each rates alone."""
        return self is not Way.TOGETHER


class Sheet(enum.Enum):
    """Where an answer is written: on one's own sheet, or on the one that holds what is agreed."""

    OWN = "own"
    AGREED = "agreed"


def least_of(way: Way, chosen: int) -> int:
    """How many must have finished before anybody sees what others chose: 3 at least, and 10 where raters are anonymous."""
    return max(chosen, LEAST_ANONYMOUS if way is Way.ANONYMOUS else LEAST_NAMED)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the rating of an assessment stands, for one person. `sections`: commitment slugs they rate; None means all."""

    way: Way
    least: int
    finished: int
    is_closed: bool
    is_rater: bool = False
    has_finished: bool = False
    sections: frozenset[str] | None = None
    has_team: bool = False

    @property
    def is_rating(self) -> bool:
        """Whether this person still rates alone."""
        return self.way.is_blind and self.is_rater and not self.has_finished and not self.is_closed

    @property
    def is_revealed(self) -> bool:
        """Whether this person may see what others chose."""
        if not self.way.is_blind or self.is_closed:
            return True
        return self.are_results_shown and not self.is_rating

    @property
    def are_results_shown(self) -> bool:
        """Whether anybody sees what others chose while rating is open: enough raters with names have finished."""
        return self.way is Way.NAMED and self.finished >= self.least and not self.is_closed

    @property
    def sheet(self) -> Sheet:
        """The sheet this person's answers go to, and the one their cards show."""
        return Sheet.OWN if self.way.is_blind and self.is_rater and not self.is_closed else Sheet.AGREED

    @property
    def own_sections(self) -> frozenset[str] | None:
        """The sections this person's list is about; None: all of them."""
        return self.sections if self.is_rater else None

    @property
    def still_needed(self) -> int:
        """How many more must finish before anybody sees what others chose."""
        return max(0, self.least - self.finished)

    def rates(self, commitment: str) -> bool:
        """Whether key actions of this commitment are theirs to rate."""
        return self.sections is None or commitment in self.sections


def within(sections: Collection[str], known: Collection[str]) -> tuple[str, ...] | None:
    """The sections that exist, in the order of the standard; None when that is all of them or none was chosen."""
    chosen = tuple(slug for slug in known if slug in sections)
    return None if len(chosen) in (0, len(known)) else chosen
