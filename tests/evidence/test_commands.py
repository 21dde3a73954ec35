"""Pieces, links and files: what people do with them, and what time does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from accountability import jobs, trash
from accountability.evidence import commands, domain, queries
from accountability.evidence.commands import checking
from accountability.evidence.domain import Fault, FileState, Found, LinkDraft, PieceDraft, Source, Why
from accountability.outbox import OutboxMail
from tests.evidence import samples
from tests.evidence.conftest import ROOM, begin_piece, draft


def test_a_file_that_is_sent_is_checked_and_ready(keep, storage):
    version = keep("minutes.txt", b"We met.")
    assert (version.state, version.kind, version.size) == (FileState.READY, "text", 7)
    assert commands.read_version(version, storage) == b"We met."


def test_a_photo_is_handed_out_without_its_place_and_the_original_is_gone(keep, storage):
    version = keep("photo.jpg", samples.photo())
    assert {Found.PLACE, Found.AUTHOR, Found.DEVICE} <= set(version.found)
    assert samples.NAMED.encode() not in commands.read_version(version, storage)
    assert not storage.exists(queries.incoming_key(version))
    with pytest.raises(domain.FileIsNotReady):
        commands.read_version(version, storage, original=True)


def test_an_original_is_kept_only_by_choice(keep, storage):
    sent = samples.photo()
    version = keep("photo.jpg", sent, keeps_original=True)
    assert commands.read_version(version, storage, original=True) == sent
    assert version.reserved == version.size + version.original_size


def test_a_newer_version_keeps_the_older_one(keep, session, piece, storage):
    first = keep("policy.txt", b"old")
    file = queries.get_file(session, piece, first.file_id)
    second = keep("policy 2.txt", b"new", replaces=file)
    [kept] = queries.list_files(session, piece)
    assert [version.number for version in kept.versions] == [2, 1]
    assert kept.file.name == "policy 2.txt"
    assert [commands.read_version(each, storage) for each in (second, first)] == [b"new", b"old"]


def test_a_refused_newer_version_leaves_the_older_one_in_place(keep, session, piece):
    first = keep("policy.txt", b"old")
    keep("policy.exe", b"MZ\x90\0", replaces=queries.get_file(session, piece, first.file_id))
    [kept] = queries.list_files(session, piece)
    assert (kept.newest.fault, kept.ready.id, kept.file.name) == (Fault.NOT_TAKEN, first.id, "policy.txt")


def test_what_is_announced_twice_is_one_upload(session, piece, officer, at):
    said = draft()
    first = commands.announce_upload(session, piece, said, room=ROOM, by=officer, at=at)
    again = commands.announce_upload(session, piece, said, room=ROOM, by=officer, at=at)
    assert first.id == again.id
    assert queries.room_taken(session) == 5


def test_what_is_confirmed_twice_is_one_record(session, piece, storage, officer, worker, at):
    version = commands.announce_upload(session, piece, draft(), room=ROOM, by=officer, at=at)
    storage.put(queries.incoming_key(version), b"12345", content_type="text/plain")
    for _time in range(2):
        commands.confirm_upload(session, piece, version.id, storage, at=at)
    session.commit()
    jobs.run("evidence.check_uploads", worker, at=at)
    assert commands.confirm_upload(session, piece, version.id, storage, at=at).state is FileState.READY
    assert len(queries.list_files(session, piece)) == 1


@pytest.mark.parametrize("content", [None, b"123", b"1234567"])
def test_what_is_confirmed_and_not_there_whole_is_missing(session, piece, storage, officer, at, content):
    version = commands.announce_upload(session, piece, draft(), room=ROOM, by=officer, at=at)
    if content is not None:
        storage.put(queries.incoming_key(version), content, content_type="text/plain")
    with pytest.raises(domain.UploadIsMissing):
        commands.confirm_upload(session, piece, version.id, storage, at=at)
    assert version.state is FileState.ANNOUNCED


def test_what_is_never_confirmed_is_gone_within_a_day(session, piece, storage, officer, worker, at):
    version = commands.announce_upload(session, piece, draft(), room=ROOM, by=officer, at=at)
    storage.put(queries.incoming_key(version), b"12345", content_type="text/plain")
    session.commit()
    later = version_time(version) + timedelta(hours=23)
    key = queries.incoming_key(version)
    jobs.run("evidence.sweep_leftovers", worker, at=later.replace(minute=41))
    session.expire_all()
    assert not storage.exists(key)
    assert queries.list_files(session, piece) == []
    assert queries.room_taken(session) == 0


def test_the_sweep_leaves_what_is_young_and_what_is_ready(keep, session, piece, storage, officer, worker, at):
    ready = keep("minutes.txt", b"We met.")
    young = commands.announce_upload(session, piece, draft(), room=ROOM, by=officer, at=at)
    storage.put(queries.incoming_key(young), b"12345", content_type="text/plain")
    session.commit()
    jobs.run("evidence.sweep_leftovers", worker, at=at.replace(minute=41))
    assert storage.exists(queries.stored_key(ready))
    assert storage.exists(queries.incoming_key(young))


def version_time(version):
    """When its id was made: tests take place at another time than their ids."""
    return max(version.added_at, datetime.fromtimestamp((version.id.int >> 80) / 1000, UTC))


def test_what_waited_long_enough_in_the_trash_goes_from_the_storage_too(keep, session, piece, storage, officer, worker, at):
    version = keep("minutes.txt", b"We met.")
    commands.remove_piece(session, piece, by=officer, at=at)
    session.commit()
    gone = version_time(version) + trash.KEPT + timedelta(hours=2)
    key = queries.stored_key(version)
    jobs.run("home.empty_trash", worker, at=gone)
    jobs.run("evidence.sweep_leftovers", worker, at=gone.replace(minute=41))
    assert not storage.exists(key)


def test_a_piece_that_is_removed_comes_back_with_its_files(keep, session, piece, officer, at):
    keep("minutes.txt", b"We met.")
    commands.remove_piece(session, piece, by=officer, at=at)
    assert queries.list_pieces(session, today=at.date()) == []
    trash.take_back(session, trash.get_removed(session, "evidence", piece.id), by=officer, at=at)
    [back] = queries.list_pieces(session, today=at.date())
    assert len(queries.list_files(session, back)) == 1


def test_what_cannot_be_cleaned_asks_and_is_kept_as_it_is(keep, session, piece, storage, officer, at):
    sent = samples.pdf(password="secret")
    version = keep("locked.pdf", sent)
    assert (version.state, version.why) == (FileState.ASKS, Why.LOCKED)
    commands.keep_as_it_is(session, piece, version.id, storage, by=officer, at=at)
    assert version.is_as_sent
    assert commands.read_version(version, storage) == sent
    with pytest.raises(domain.UploadIsSettled):
        commands.keep_as_it_is(session, piece, version.id, storage, by=officer, at=at)


def test_what_cannot_be_cleaned_can_be_taken_away(keep, session, piece):
    version = keep("locked.pdf", samples.pdf(password="secret"))
    commands.take_away(session, piece, version.id)
    assert queries.list_files(session, piece) == []


def test_what_is_ready_is_not_taken_away_but_removed(keep, session, piece, officer, at):
    version = keep("minutes.txt", b"We met.")
    with pytest.raises(domain.UploadIsSettled):
        commands.take_away(session, piece, version.id)
    commands.remove_file(session, piece, queries.get_file(session, piece, version.file_id), by=officer, at=at)
    assert queries.list_files(session, piece) == []


def test_nothing_is_kept_beyond_the_quota(session, piece, officer, at):
    room = domain.Room(most=10, quota=12)
    commands.announce_upload(session, piece, draft(size=8), room=room, by=officer, at=at)
    with pytest.raises(domain.StoreIsFull):
        commands.announce_upload(session, piece, draft(size=5), room=room, by=officer, at=at)
    with pytest.raises(domain.StoreIsFull):
        commands.announce_upload(session, piece, draft(size=3, keeps_original=True), room=room, by=officer, at=at)
    with pytest.raises(domain.FileIsTooLarge):
        commands.announce_upload(session, piece, draft(size=11), room=room, by=officer, at=at)
    with pytest.raises(domain.FileIsEmpty):
        commands.announce_upload(session, piece, draft(size=0), room=room, by=officer, at=at)


def test_a_cleaned_file_that_no_longer_fits_is_refused(send, session, worker, at):
    version = send("photo.jpg", samples.photo())
    jobs.run("evidence.check_uploads", replace(worker, evidence_quota=100), at=at)
    session.expire_all()
    assert (version.state, version.fault, version.reserved) == (FileState.REFUSED, Fault.NO_ROOM, 0)


def test_a_piece_holds_only_so_many_files(session, piece, officer, at, monkeypatch):
    monkeypatch.setattr(domain, "MOST_FILES", 1)
    commands.announce_upload(session, piece, draft(), room=ROOM, by=officer, at=at)
    with pytest.raises(domain.PieceIsFull):
        commands.announce_upload(session, piece, draft(), room=ROOM, by=officer, at=at)


def test_a_link_is_kept_once_and_can_be_removed(session, piece, officer, at):
    said = LinkDraft(url=" https://example.org/policy ", label="Policy")
    link = commands.add_link(session, piece, said, by=officer, at=at)
    assert commands.add_link(session, piece, said, by=officer, at=at).id == link.id
    commands.remove_link(session, piece, link, by=officer, at=at)
    assert queries.list_links(session, piece) == []


def test_what_is_said_of_a_piece_can_be_changed(session, piece, officer, at):
    said = PieceDraft(title=" Minutes ", source=Source.PARTNER, description=" of May ", expires_on=at.date())
    commands.describe_piece(session, piece, said, by=officer, at=at)
    assert (piece.title, piece.description, piece.source) == ("Minutes", "of May", Source.PARTNER)


def test_people_are_told_once_before_and_once_when_it_is_over(session, ours, officer, worker, at):
    begin_piece(session, by=ours.actor("contributor"), at=at, expires_on=at.date() + timedelta(days=20))
    session.commit()
    for _round in range(2):
        jobs.run("evidence.remind", worker, at=at)
    assert told(session) == ["contributor", "officer"]
    for day in (21, 22):
        jobs.run("evidence.remind", worker, at=at + timedelta(days=day))
    assert told(session) == ["contributor", "contributor", "officer", "officer"]


def told(session):
    """Who was written to about evidence, as the first part of their address."""
    session.expire_all()
    asked = sa.select(OutboxMail.recipient).where(OutboxMail.subject.like("Evidence of%"))
    return sorted(recipient.split("@")[0] for recipient in session.scalars(asked))


def test_a_check_that_was_broken_off_is_begun_again(send, session, worker, at):
    version = send("minutes.txt", b"We met.")
    version.state, version.begun_at = FileState.CHECKING, at
    session.commit()
    jobs.run("evidence.check_uploads", worker, at=at + timedelta(minutes=1))
    session.expire_all()
    assert version.state is FileState.CHECKING
    jobs.run("evidence.check_uploads", worker, at=at + timedelta(minutes=6))
    session.expire_all()
    assert version.state is FileState.READY


def test_a_file_that_vanished_before_it_was_checked_is_missing(send, session, storage, worker, at):
    version = send("minutes.txt", b"We met.")
    storage.delete(queries.incoming_key(version))
    jobs.run("evidence.check_uploads", worker, at=at)
    session.expire_all()
    assert version.state is FileState.ANNOUNCED


def test_trouble_with_one_file_keeps_no_other_waiting(send, session, worker, at, monkeypatch):
    first, second = send("a.txt", b"a"), send("b.txt", b"b")
    check = checking.check_apart

    def broken(content, name):
        if name == "a.txt":
            raise OSError("no process")
        return check(content, name)

    monkeypatch.setattr(checking, "check_apart", broken)
    jobs.run("evidence.check_uploads", worker, at=at)
    session.expire_all()
    assert (first.state, second.state) == (FileState.WAITING, FileState.READY)


def test_what_is_there_already_is_not_sent_again(keep, storage, at):
    assert commands.offer_upload(keep("minutes.txt", b"We met."), storage, at=at) is None


def test_what_should_be_kept_as_it_is_and_is_gone_is_missing(keep, session, piece, storage, officer, at):
    version = keep("locked.pdf", samples.pdf(password="secret"))
    storage.delete(queries.incoming_key(version))
    with pytest.raises(domain.UploadIsMissing):
        commands.keep_as_it_is(session, piece, version.id, storage, by=officer, at=at)


def test_taking_away_a_newer_version_leaves_the_file(keep, session, piece):
    first = keep("policy.txt", b"old")
    second = keep("policy.exe", b"MZ\x90\0", replaces=queries.get_file(session, piece, first.file_id))
    commands.take_away(session, piece, second.id)
    [kept] = queries.list_files(session, piece)
    assert kept.newest.id == first.id


def test_the_same_last_day_reminds_nobody_anew(session, ours, officer, worker, at):
    day = at.date() + timedelta(days=20)
    piece = begin_piece(session, by=officer, at=at, expires_on=day)
    begin_piece(session, by=officer, at=at, expires_on=day + timedelta(days=100))
    session.commit()
    jobs.run("evidence.remind", worker, at=at)
    session.refresh(piece)
    commands.describe_piece(session, piece, PieceDraft(title="New", source=Source.STAFF, expires_on=day), by=officer, at=at)
    session.commit()
    jobs.run("evidence.remind", worker, at=at)
    assert told(session) == ["officer"]


def test_what_a_crash_left_of_a_file_half_written_goes(keep, piece, storage, folder, worker, at):
    keep("drawing.svg", b"<svg/>")
    ready = keep("minutes.txt", b"We met.")
    left = Path(folder, str(piece.organisation_id), "evidence", "half written")
    left.write_bytes(b"half")
    jobs.run("evidence.sweep_leftovers", worker, at=at.replace(minute=41))
    assert not left.exists()
    assert storage.exists(queries.stored_key(ready))


def test_a_check_that_somebody_else_ended_changes_nothing(keep, session, worker, at):
    version = keep("minutes.txt", b"We met.")
    for late in (checking.Outcome(FileState.REFUSED, fault=Fault.DAMAGED), checking.Outcome(FileState.WAITING_FOR_SCAN)):
        checking._settle(worker, version.organisation_id, version.id, b"", late, at=at)
    checking._put_back(worker, version.organisation_id, version.id)
    session.expire_all()
    assert version.state is FileState.READY


def test_what_was_looked_at_cannot_be_exchanged_before_somebody_keeps_it(session, piece, storage, officer, worker, at):
    sent = samples.pdf(password="secret")
    version = commands.announce_upload(session, piece, draft("locked.pdf", len(sent)), room=ROOM, by=officer, at=at)
    upload = commands.offer_upload(version, storage, at=at)
    where = {"key": upload.fields["key"], "policy": upload.fields["policy"]}
    storage.accept_upload(**where, content=BytesIO(sent), at=at)
    commands.confirm_upload(session, piece, version.id, storage, at=at)
    session.commit()
    jobs.run("evidence.check_uploads", worker, at=at)
    session.expire_all()
    storage.accept_upload(**where, content=BytesIO(b"x" * len(sent)), at=at + timedelta(minutes=9))
    with pytest.raises(domain.UploadIsMissing):
        commands.keep_as_it_is(session, piece, version.id, storage, by=officer, at=at)
