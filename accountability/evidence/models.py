"""Tables of evidence: pieces, their links, their files, and every version of a file with its digest and state."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId
from accountability.database import Base, choice, new_id, tenant_key
from accountability.evidence.domain import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    EvidenceFileId,
    EvidenceId,
    Fault,
    FileState,
    Kind,
    LinkId,
    Reminded,
    Source,
    VersionId,
    Why,
)
from accountability.tenancy import TenantOwned
from accountability.trash import Trashable

READY = "state <> 'ready' OR (kind IS NOT NULL AND size IS NOT NULL AND sha256 IS NOT NULL)"


class Evidence(TenantOwned, Trashable, Base):
    """One piece: files and links that show the same thing."""

    trash_title, trash_rule = "title", "ADD_EVIDENCE"

    __tablename__ = "evidence"
    __table_args__ = (
        tenant_key("added_by_id", "member"),
        sa.CheckConstraint(f"title <> '' AND length(title) <= {LONGEST_TITLE}", name="has_a_title"),
        sa.CheckConstraint(f"length(description) <= {LONGEST_DESCRIPTION}", name="description_is_short"),
        sa.Index("evidence_by_expires_on", "organisation_id", "expires_on"),
    )

    id: Mapped[EvidenceId] = mapped_column(primary_key=True, default=new_id)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    source: Mapped[Source] = mapped_column(choice(Source))
    expires_on: Mapped[date | None]
    reminded: Mapped[Reminded] = mapped_column(choice(Reminded), default=Reminded.NOTHING)
    added_by_id: Mapped[MemberId]
    added_at: Mapped[datetime]


class EvidenceLink(TenantOwned, Base):
    """An address of a piece; this server never opens it."""

    __tablename__ = "evidence_link"
    __table_args__ = (
        tenant_key("evidence_id", "evidence"),
        tenant_key("added_by_id", "member"),
        sa.CheckConstraint("url LIKE 'https://%' OR url LIKE 'http://%'", name="is_a_web_address"),
        sa.Index("evidence_link_by_evidence", "organisation_id", "evidence_id", "id"),
    )

    id: Mapped[LinkId] = mapped_column(primary_key=True, default=new_id)
    evidence_id: Mapped[EvidenceId]
    url: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    added_by_id: Mapped[MemberId]
    added_at: Mapped[datetime]


class EvidenceFile(TenantOwned, Trashable, Base):
    """A file of a piece, whichever of its versions is the newest; `name` is that version's."""

    trash_title, trash_rule = "name", "ADD_EVIDENCE"

    __tablename__ = "evidence_file"
    __table_args__ = (
        tenant_key("evidence_id", "evidence"),
        sa.CheckConstraint("name <> ''", name="has_a_name"),
        sa.Index("evidence_file_by_evidence", "organisation_id", "evidence_id", "id"),
    )

    id: Mapped[EvidenceFileId] = mapped_column(primary_key=True, default=new_id)
    evidence_id: Mapped[EvidenceId]
    name: Mapped[str]


class EvidenceVersion(TenantOwned, Base):
    """One version of a file. Its id is its place in the storage; an id tells its time, by which leftovers are known.

    `reserved`: bytes that count against the quota. `sha256` and `size` are of what is handed out; those with `original_`
    of the file as it was sent, which is kept only where `keeps_original` says so.
    """

    __tablename__ = "evidence_version"
    __table_args__ = (
        tenant_key("file_id", "evidence_file"),
        tenant_key("added_by_id", "member"),
        sa.UniqueConstraint("organisation_id", "file_id", "number", name="version_of_file_is_taken"),
        sa.UniqueConstraint("organisation_id", "upload_key", name="upload_is_known"),
        sa.CheckConstraint("number > 0", name="number_counts_from_one"),
        sa.CheckConstraint("reserved >= 0", name="takes_room"),
        sa.CheckConstraint("(state = 'refused') = (fault IS NOT NULL)", name="refused_for_a_reason"),
        sa.CheckConstraint("state <> 'asks' OR why IS NOT NULL", name="asks_for_a_reason"),
        sa.CheckConstraint(READY, name="ready_is_whole"),
        sa.Index("evidence_version_by_state", "organisation_id", "state", "id"),
    )

    id: Mapped[VersionId] = mapped_column(primary_key=True, default=new_id)
    file_id: Mapped[EvidenceFileId]
    number: Mapped[int]
    upload_key: Mapped[UUID]
    name: Mapped[str]
    announced_size: Mapped[int]
    reserved: Mapped[int]
    keeps_original: Mapped[bool]
    state: Mapped[FileState] = mapped_column(choice(FileState), default=FileState.ANNOUNCED)
    fault: Mapped[Fault | None] = mapped_column(choice(Fault))
    why: Mapped[Why | None] = mapped_column(choice(Why))
    kind: Mapped[Kind | None] = mapped_column(choice(Kind))
    found: Mapped[list[str]] = mapped_column(default=list)
    is_as_sent: Mapped[bool] = mapped_column(default=False)
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    original_size: Mapped[int | None]
    original_sha256: Mapped[str | None]
    added_by_id: Mapped[MemberId]
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    damaged_at: Mapped[datetime | None]
