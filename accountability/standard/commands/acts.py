"""Writes down who did what with a version."""

from datetime import datetime

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.database import new_id
from accountability.standard.domain.editing import Act
from accountability.standard.models import StandardAct, StandardActor


def note(
    session: Session, pack_id: str, version: str, act: Act, *, by: Actor, at: datetime, item: str = "", said: str = ""
) -> None:
    """Add an act to the history of a version, and apart from it who did it."""
    done = StandardAct(id=new_id(), pack_id=pack_id, version=version, act=act, item=item, said=said, done_at=at)
    session.add(done)
    session.flush()
    session.add(StandardActor(act_id=done.id, person_id=by.person_id, name=by.name))
    session.flush()
