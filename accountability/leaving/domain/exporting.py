"""Archives: where one stands, how long it is kept, when its worker counts as dead."""

import enum
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from accountability.fact import Fact
from accountability.refusal import Refusal

ExportId = NewType("ExportId", uuid.UUID)

KEPT = timedelta(days=7)
DEAD_AFTER = timedelta(hours=1)  # no archive takes as long


class ExportState(enum.Enum):
    """Where an archive stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    STOPPED = "stopped"  # whoever asked may no longer have it, or it could not be made


class ExportIsUnderWay(Refusal):
    message = "An archive is being made already. It will be ready in a moment."


class ExportIsNotThere(Refusal):
    message = "This archive is not ready, or is kept no longer. Ask for another one."


@dataclass(frozen=True)
class ExportAsked(Fact):
    """A member asked for an archive of everything."""

    export_id: uuid.UUID


@dataclass(frozen=True)
class ExportFetched(Fact):
    """A member fetched an archive."""

    export_id: uuid.UUID


def may_begin(state: ExportState, *, begun_at: datetime | None, at: datetime) -> bool:
    """Whether a worker may take this archive up: nobody has, or whoever did must have been killed."""
    if state is ExportState.WAITING:
        return True
    return state is ExportState.RUNNING and (begun_at is None or at - begun_at > DEAD_AFTER)
