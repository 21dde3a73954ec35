"""Where a cycle stands, in one word, and who waits for whom."""

import enum
from dataclasses import dataclass

from accountability.assessment.domain.progress import Progress
from accountability.assessment.domain.ways import Way


class Stage(enum.Enum):
    """How far a cycle is."""

    RATING = "rating"  # together, on one sheet
    RATING_ALONE = "rating-alone"
    AGREEING = "agreeing"
    SUBMITTED = "submitted"
    SIGNED = "signed"


class Waiting(enum.Enum):
    """Whom the others wait for."""

    RATERS = "raters"
    OFFICERS = "officers"
    SIGNERS = "signers"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Standpoint:
    """Where one cycle stands. `raters` and `finished` count the team; both are 0 where nobody was asked by name."""

    stage: Stage
    progress: Progress
    raters: int = 0
    finished: int = 0

    @property
    def waits_for(self) -> Waiting:
        """Who has the next move. A sheet that is full waits for an officer, who submits it."""
        if self.stage is Stage.RATING_ALONE:
            return Waiting.OFFICERS if self.finished >= self.raters else Waiting.RATERS
        if self.stage is Stage.RATING:
            return Waiting.OFFICERS if self.progress.is_complete else Waiting.RATERS
        by_stage = {Stage.AGREEING: Waiting.OFFICERS, Stage.SUBMITTED: Waiting.SIGNERS, Stage.SIGNED: Waiting.NOBODY}
        return by_stage[self.stage]


def stage_of(*, way: Way, is_closed: bool, is_submitted: bool, is_signed: bool) -> Stage:
    """The stage that these states come to."""
    if is_signed:
        return Stage.SIGNED
    if is_submitted:
        return Stage.SUBMITTED
    if not way.is_blind:
        return Stage.RATING
    return Stage.AGREEING if is_closed else Stage.RATING_ALONE
