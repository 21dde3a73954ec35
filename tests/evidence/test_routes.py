"""Pages of evidence: who sees what, what is handed out and how, and that nothing of another organisation is reached."""

import re
import uuid

import pytest
import sqlalchemy as sa
from urllib3 import encode_multipart_formdata

from accountability.evidence import queries
from accountability.evidence.domain import Fault, FileState
from accountability.evidence.routes import serving
from accountability.journal import JournalEntry
from tests.evidence import samples
from tests.evidence.conftest import begin_piece


@pytest.fixture
def at_piece(piece_id):
    return f"/evidence/{piece_id}"


@pytest.fixture
def photo(keep):
    return keep("Скуп.jpg", samples.photo(), keeps_original=True)


def upload(client, path, name, content, *, expect=303, **more):
    """Choose a file on the page without scripts."""
    own = {"csrf_token": client.csrf_token()} | ({"acting_for": str(client.actor.organisation_id)} if client.actor else {})
    body, kind = encode_multipart_formdata([*own.items(), *more.items(), ("files", (name, content))])
    return client._check(client._open("POST", f"{path}/files/add", data=body, content_type=kind), expect)


def test_a_piece_is_added_and_found(sign_in):
    client = sign_in("contributor")
    said = {"title": "Code of conduct", "source": "document", "expires_on": "2026-06-01"}
    there = client.post("/evidence/add", said).location
    assert there.endswith("/files/add")
    assert "Code of conduct" in client.get("/evidence").text
    assert "Code of conduct" in client.get("/evidence?show=expiring").text
    assert "Code of conduct" not in client.get("/evidence?show=expired").text
    client.get("/evidence?show=nonsense")


def test_a_piece_wants_a_title_and_a_source(sign_in):
    text = sign_in("officer").post("/evidence/add", {"expires_on": "2500-01-01"}, expect=422).text
    for message in ("Enter a title", "Select where it comes from", "between 1990 and 2100"):
        assert message in text


def test_files_come_with_an_ordinary_form_too(sign_in, at_piece, session, piece):
    client = sign_in("officer")
    upload(client, at_piece, "minutes.txt", b"We met.")
    assert "Waiting to be checked" in client.get(at_piece).text
    [kept] = queries.list_files(session, piece)
    assert kept.newest.state is FileState.WAITING


def test_a_form_without_files_says_so(sign_in, at_piece):
    assert "Choose at least one file" in sign_in("officer").post(f"{at_piece}/files/add", expect=422).text


def test_a_form_larger_than_pages_take_is_taken_where_files_are_sent(sign_in, at_piece, session, piece):
    client = sign_in("officer")
    upload(client, at_piece, "long.txt", b"a" * 3_000_000)
    [kept] = queries.list_files(session, piece)
    assert kept.newest.announced_size == 3_000_000
    client.post(f"{at_piece}/edit", {"description": "a" * 1_200_000}, expect=413)


def test_who_is_not_signed_in_sends_nothing_large(client, at_piece):
    upload(client, at_piece, "a.txt", b"a" * 1_500_000, expect=413)


def test_a_photo_is_shown_on_our_own_page_and_downloaded_without_its_place(sign_in, at_piece, photo):
    client = sign_in("viewer")
    page = client.get(f"{at_piece}/versions/{photo.id}")
    assert f'src="{at_piece}/versions/{photo.id}/picture"' in page.text
    assert not re.findall(r'(?:src|href)="https?://', page.text)
    shown = client.get(f"{at_piece}/versions/{photo.id}/picture")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert samples.NAMED.encode() not in shown.data
    assert client.get(f"{at_piece}/versions/{photo.id}/original").data == samples.photo()


@pytest.mark.parametrize("way", ["download", "original", "picture"])
def test_what_is_handed_out_runs_nowhere(sign_in, at_piece, photo, way):
    answer = sign_in("viewer").get(f"{at_piece}/versions/{photo.id}/{way}")
    assert answer.headers["Content-Security-Policy"] == serving.SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype in {"image/jpeg", "application/octet-stream"}
    if way != "picture":
        assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_the_name_of_a_file_is_data_and_no_path(sign_in, at_piece, keep):
    version = keep('../../x"; filename=evil.html;rm -rf\r\nX: y.txt', b"text")
    assert version.name == 'x"; filename=evil.html;rm -rfX: y.txt'
    head = sign_in("viewer").get(f"{at_piece}/versions/{version.id}/download").headers
    assert "X" not in head
    assert head["Content-Disposition"].startswith("attachment; filename=")
    assert str(version.id) in queries.stored_key(version)


def test_text_is_shown_as_text(sign_in, at_piece, keep):
    version = keep("notes.txt", "Ми се сретнавме. 1 < 2 & <b>not bold</b>".encode())
    assert "&lt;b&gt;not bold" in sign_in("viewer").get(f"{at_piece}/versions/{version.id}").text


def test_a_pdf_is_for_downloading(sign_in, at_piece, keep):
    version = keep("report.pdf", samples.pdf())
    assert "Download it to look at it" in sign_in("viewer").get(f"{at_piece}/versions/{version.id}").text
    sign_in("viewer").get(f"{at_piece}/versions/{version.id}/picture", expect=404)


@pytest.mark.parametrize("content", [None, b"something else"])
def test_a_file_replaced_behind_our_back_is_not_handed_out_and_written_down_once(
    sign_in, at_piece, photo, storage, session, content
):
    storage.delete(queries.stored_key(photo))
    if content is not None:
        storage.put(queries.stored_key(photo), content, content_type="image/jpeg")
    client = sign_in("viewer")
    for _time in range(2):
        assert "is not handed out" in client.get(f"{at_piece}/versions/{photo.id}/download", expect=409).text
    session.expire_all()
    noted = session.scalars(sa.select(JournalEntry).where(JournalEntry.kind == "EvidenceFileDamaged")).all()
    assert [entry.details["sha256"] for entry in noted] == [photo.sha256]
    assert "This file is damaged" in client.get(at_piece).text


def test_without_the_checksum_a_replaced_file_would_be_handed_out(sign_in, at_piece, photo, storage, monkeypatch):
    monkeypatch.setattr(serving.commands, "read_version", lambda version, kept, **_how: kept.get(queries.stored_key(version)))
    storage.put(queries.stored_key(photo), b"something else", content_type="image/jpeg")
    assert sign_in("viewer").get(f"{at_piece}/versions/{photo.id}/download").data == b"something else"


@pytest.mark.parametrize("role", ["data_entry", "safeguarding", "coordinator", "custom"])
def test_who_may_not_read_gets_no_file(sign_in, at_piece, photo, role):
    for path in ("", f"/versions/{photo.id}", f"/versions/{photo.id}/download", "/state.json"):
        sign_in(role).get(at_piece + path, expect=403)


def test_after_signing_out_a_link_opens_nothing(sign_in, client, at_piece, photo):
    path = f"{at_piece}/versions/{photo.id}/download"
    sign_in("viewer").get(path)
    with client.browser.session_transaction() as cookie:
        cookie.clear()
    client.actor = None
    assert "/sign-in" in client.get(path, expect=303).location


def test_nothing_of_another_organisation_is_reached(client, theirs, at_piece, photo, session):
    client.sign_in(theirs, "owner")
    client.may_see_neighbour = True
    for path in ("", "/edit", "/remove", "/files/add", "/links/add", "/state.json"):
        client.get(at_piece + path, expect=404)
    for path in ("", "/download", "/picture", "/original"):
        client.get(f"{at_piece}/versions/{photo.id}{path}", expect=404)
    for path in ("/keep", "/take-away"):
        client.post(f"{at_piece}/versions/{photo.id}{path}", expect=404)
    said = {"name": "a.txt", "size": "5", "upload_key": uuid.uuid4()}
    client.post(f"{at_piece}/uploads", said, expect=404)
    client.post(f"{at_piece}/uploads/{photo.id}/confirm", expect=404)


def test_a_version_of_one_piece_is_not_reached_through_another(sign_in, session, officer, photo, at):
    other = begin_piece(session, by=officer, at=at, title="Another")
    session.commit()
    for path in (f"/versions/{photo.id}", f"/versions/{photo.id}/download", f"/files/{photo.file_id}/remove"):
        sign_in("officer").get(f"/evidence/{other.id}{path}", expect=404)


def test_a_reviewer_sees_no_piece_that_nothing_vouches_for(sign_in, at_piece, photo):
    client = sign_in("reviewer")
    assert "No evidence for you to see" in client.get("/evidence").text
    for path in ("", f"/versions/{photo.id}/download", "/state.json"):
        client.get(at_piece + path, expect=404)


def test_links_are_opened_by_people_and_never_by_us(sign_in, at_piece):
    client = sign_in("officer")
    for url in ("javascript:alert(1)", "ftp://example.org/a", "//example.org", "https://a:b@example.org", 'https://x.org/"><b>'):
        assert "begins with https://" in client.post(f"{at_piece}/links/add", {"url": url}, expect=422).text
    client.post(f"{at_piece}/links/add", {"url": "https://nowhere.invalid/policy", "label": "Policy"})
    text = client.get(at_piece).text
    assert 'rel="noreferrer noopener nofollow"' in text
    client.post(re.search(rf"{at_piece}/links/[^\"]+/remove", text)[0])
    assert "nowhere.invalid" not in client.get(at_piece).text


def test_a_refused_file_says_why_and_can_be_taken_away(sign_in, at_piece, keep):
    version = keep("picture.svg", b"<svg onload='alert(1)'/>")
    assert version.fault is Fault.NOT_TAKEN
    client = sign_in("officer")
    text = client.get(at_piece).text
    assert "Not taken" in text
    assert "none of the kinds of file" in text
    client.post(f"{at_piece}/versions/{version.id}/take-away")
    assert "picture.svg" not in client.get(at_piece).text
    client.get(f"{at_piece}/versions/{version.id}/download", expect=404)


def test_a_locked_file_asks(sign_in, at_piece, keep):
    version = keep("locked.pdf", samples.pdf(password="secret"))
    client = sign_in("officer")
    assert "Keep it as it is, or take it away" in client.get(at_piece).text
    client.get(f"{at_piece}/versions/{version.id}/download", expect=409)
    client.post(f"{at_piece}/versions/{version.id}/keep")
    assert client.get(f"{at_piece}/versions/{version.id}/download").data.startswith(b"%PDF")
    assert "Kept as it was sent" in client.get(at_piece).text


def test_what_is_removed_comes_back_with_one_press(sign_in, at_piece, piece_id, photo):
    client = sign_in("officer")
    client.get(f"{at_piece}/files/{photo.file_id}/remove")
    client.post(f"{at_piece}/files/{photo.file_id}/remove")
    assert "Скуп.jpg" in client.get("/trash").text
    client.post(f"/trash/evidence_file/{photo.file_id}/take-back")
    client.get(f"{at_piece}/remove")
    client.post(f"{at_piece}/remove")
    client.get(at_piece, expect=404)
    client.get(f"{at_piece}/versions/{photo.id}/download", expect=404)
    client.post(f"/trash/evidence/{piece_id}/take-back")
    client.get(f"{at_piece}/versions/{photo.id}/download")


def test_a_piece_can_be_described_anew(sign_in, at_piece):
    client = sign_in("officer")
    client.get(f"{at_piece}/edit")
    client.post(f"{at_piece}/edit", {"title": "Minutes", "source": "staff", "expires_on": "2026-01-01"})
    assert "Over since" in client.get(at_piece).text


def test_a_newer_version_stands_above_the_older_one(sign_in, at_piece, keep):
    version = keep("policy.txt", b"old")
    client = sign_in("officer")
    assert "A newer version of policy.txt" in client.get(f"{at_piece}/files/add?replaces={version.file_id}").text
    upload(client, at_piece, "policy.txt", b"new", replaces=str(version.file_id))
    assert "Earlier versions" in client.get(at_piece).text
    client.get(f"{at_piece}/files/add?replaces={uuid.uuid4()}", expect=404)
