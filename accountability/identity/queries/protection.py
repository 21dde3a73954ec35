"""Reading who has set up a second factor."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.identity.models import Person


def find_protected(session: Session, person_ids: Collection[PersonId]) -> frozenset[PersonId]:
    """Those of these people who have a second factor."""
    asked = sa.select(Person.id).where(Person.id.in_(person_ids), Person.second_factor_since.is_not(None))
    return frozenset(session.scalars(asked))
