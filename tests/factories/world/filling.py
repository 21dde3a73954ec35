"""What fills an organisation, in order: each makes one of everything of its capability. Add new capabilities here."""

from collections.abc import Callable

from tests.factories.world import (
    assessment,
    elsewhere,
    evidence,
    factors,
    identity,
    leaving,
    organisation,
    plan,
    raters,
    record,
    sheets,
    standard,
    survey,
    talk,
    trash,
)
from tests.factories.world.worlds import Place

FILLERS: tuple[Callable[[Place], None], ...] = (
    organisation.fill,
    identity.fill,
    elsewhere.fill,
    factors.fill,
    assessment.fill,
    evidence.fill,
    talk.fill,
    sheets.fill,
    survey.fill,
    plan.fill,
    raters.fill,
    trash.fill,
    leaving.fill,
    record.fill,
    standard.fill,
)
