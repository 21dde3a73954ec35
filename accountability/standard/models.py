"""Tables of versions that are edited in the app: their content, who did what, translations, and how one carries over to the next.

Nothing here belongs to an organisation. What is published is held unchanged by a trigger in the database.
"""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import PersonId
from accountability.database import Base, choice, new_id
from accountability.standard.domain import PackStatus
from accountability.standard.domain.editing import Act
from accountability.tenancy import Installation

_IS_CURRENT: sa.ColumnClause[bool] = sa.literal_column("status = 'current'", sa.Boolean())


class StandardPack(Installation, Base):
    """One version: `content` as it would stand in files; `revision` counts its changes; `digest` is set when it is published."""

    __tablename__ = "standard_pack"

    pack_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[PackStatus] = mapped_column(choice(PackStatus))
    content: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    is_approved: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (
        sa.Index("standard_pack_current_is_one", "status", unique=True, sqlite_where=_IS_CURRENT, postgresql_where=_IS_CURRENT),
        sa.CheckConstraint("(status IN ('current', 'retired')) = (digest IS NOT NULL)", name="digest_is_of_what_is_published"),
    )


class StandardAct(Installation, Base):
    """Something that was done with a version; to `item`, a slug or language; `said` is the sentence that went with it."""

    __tablename__ = "standard_act"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    pack_id: Mapped[str]
    version: Mapped[str]
    act: Mapped[Act] = mapped_column(choice(Act))
    item: Mapped[str]
    said: Mapped[str]
    done_at: Mapped[datetime]

    __table_args__ = (sa.Index("standard_act_by_version", "pack_id", "version"),)


class StandardActor(Installation, Base):
    """Who did it; gone with their account, while what was done stays."""

    __tablename__ = "standard_actor"

    act_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("standard_act.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(index=True)
    name: Mapped[str]


class StandardTranslation(Installation, Base):
    """One sentence of a version in another language, with the original it was made of."""

    __tablename__ = "standard_translation"

    pack_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    original: Mapped[str]
    is_reviewed: Mapped[bool] = mapped_column(default=False)


class StandardMapping(Installation, Base):
    """How a version carries over to a newer one of the same pack; held unchanged once `published_at` is set."""

    __tablename__ = "standard_mapping"

    pack_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    older_version: Mapped[str] = mapped_column(primary_key=True)
    rows: Mapped[list[Any]]
    revision: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None]
