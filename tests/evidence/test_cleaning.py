"""What files are, what hides in them, and what attackers put into them: found out in bounded time and memory."""

import io
import time

import pytest
from PIL import Image
from pypdf import PdfReader

from accountability.evidence.checking import archives, isolation, pictures, sniffing
from accountability.evidence.checking.cleaning import clean
from accountability.evidence.checking.documents import clean_document
from accountability.evidence.checking.isolation import ask, check_apart
from accountability.evidence.checking.pdfs import clean_pdf, without_notes
from accountability.evidence.checking.pictures import clean_picture
from accountability.evidence.domain import CannotBeCleaned, Fault, FileIsRefused, Found, Kind, Why
from tests.evidence import samples

NAMED = samples.NAMED.encode()
TAKEN = {
    "report.pdf": (samples.pdf(), Kind.PDF),
    "photo.jpg": (samples.photo(), Kind.JPEG),
    "photo.png": (samples.photo("PNG"), Kind.PNG),
    "photo.webp": (samples.photo("WEBP"), Kind.WEBP),
    **{f"file.{kind}": (samples.office(kind), Kind(kind)) for kind in samples.MAINS},
    **{f"file.{kind}": (samples.open_document(kind), Kind(kind)) for kind in samples.OPEN},
    "notes.txt": ("Ми се сретнавме".encode(), Kind.TEXT),
    "list.csv": (b"\xef\xbb\xbfname,age\r\n", Kind.CSV),
}
REFUSED = {
    "page.html": (b"<!DOCTYPE html><p>", Fault.NOT_TAKEN),
    "page.txt": (b"  \n<HTML><script>alert(1)</script>", Fault.NOT_TAKEN),
    "drawing.svg": (b"<?xml version='1.0'?><svg xmlns='x' onload='alert(1)'/>", Fault.NOT_TAKEN),
    "photo.jpg": (b"MZ\x90\x00 an executable", Fault.NOT_TAKEN),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, Fault.NOT_TAKEN),
    "script.txt": (b"#!/bin/sh\nrm -rf /", Fault.NOT_TAKEN),
    "latin.txt": ("žena".encode("cp1250"), Fault.NOT_TAKEN),
    "archive.zip": (samples.packed({"a.txt": "a"}), Fault.NOT_TAKEN),
    "macros.docx": (samples.office(word__vbaProject_dot_bin=b"x"), Fault.MACROS),
    "macros.odt": (samples.open_document(Basic__Standard__a_dot_xml="x"), Fault.MACROS),
    "broken.docx": (samples.office()[:-40], Fault.DAMAGED),
    "broken.png": (samples.photo("PNG")[:60], Fault.DAMAGED),
    "gifar.jpg": (samples.photo() + samples.packed({"evil.class": "x"}), Fault.TWO_KINDS),
    "both.pdf": (b"%PDF-1.4\n<script>alert(1)</script>\n" + samples.pdf(), Fault.TWO_KINDS),
    "twice.pdf": (samples.pdf() + samples.packed({"a": "b"}), Fault.TWO_KINDS),
    "climbing.docx": (samples.office(**{"..__x_dot_xml": "x"}), Fault.DAMAGED),
    "entity.docx": (samples.office(word__a_dot_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), Fault.TOO_MUCH_INSIDE),
    "bomb.docx": (samples.zip_bomb(), Fault.TOO_MUCH_INSIDE),
    "members.docx": (samples.office(**{f"m{n}": "" for n in range(3_001)}), Fault.TOO_MUCH_INSIDE),
    "flood.png": (samples.pixel_flood(), Fault.TOO_MANY_PIXELS),
    "flood.docx": (samples.office(word__media__a_dot_png=samples.pixel_flood()), Fault.TOO_MANY_PIXELS),
    "pages.pdf": (samples.pages_that_are_claimed(50_000), Fault.TOO_MANY_PAGES),
    "empty.txt": (b"", Fault.EMPTY),
}
BOMBS = ("bomb.docx", "flood.png", "flood.docx", "pages.pdf")


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_is_known_by_its_content_and_holds_no_name(name):
    content, kind = TAKEN[name]
    checked = clean(content, "another name" if not kind.is_text else name)
    assert checked.kind is kind
    assert NAMED not in checked.content
    assert all(NAMED not in part for part in (samples.members(checked.content).values() if checked.content[:2] == b"PK" else ()))


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_refused(name):
    content, fault = REFUSED[name]
    with pytest.raises(FileIsRefused) as refused:
        clean(content, name)
    assert refused.value.fault is fault


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_process_of_its_own_within_time_and_memory(name):
    begun = time.process_time()
    answer = ask(REFUSED[name][0], name)
    assert answer.said["fault"] == REFUSED[name][1]
    assert answer.peak < 200_000, f"{answer.peak} kilobytes"
    assert answer.said["seconds"] < 2
    assert time.process_time() - begun < 2


def test_without_the_limits_a_bomb_would_be_unpacked(monkeypatch):
    monkeypatch.setattr(archives, "_check", lambda _entries: None)
    monkeypatch.setattr(archives, "MOST_OF_ONE", 10**9)
    assert len(clean(samples.zip_bomb(), "bomb.docx").content) > 1_000


def test_without_the_look_at_its_end_a_picture_that_is_a_zip_would_pass(monkeypatch):
    monkeypatch.setattr(sniffing, "_hides_another", lambda _content, _kind: False)
    assert sniffing.sniff(REFUSED["gifar.jpg"][0], "gifar.jpg") is Kind.JPEG


def test_a_process_that_dies_or_hangs_has_met_a_file_that_is_not_taken(monkeypatch):
    for command, fault in ((("false",), Fault.TOO_MUCH_INSIDE), (("sleep", "9"), Fault.TOO_LONG)):
        monkeypatch.setattr(isolation, "COMMAND", command)
        monkeypatch.setattr(isolation, "PATIENCE", 0.2)
        monkeypatch.setattr(isolation, "_arguments", lambda _name: ())
        with pytest.raises(FileIsRefused) as refused:
            check_apart(samples.photo(), "a.jpg")
        assert refused.value.fault is fault


def test_the_process_knows_no_secret_of_ours():
    assert set(isolation.ENVIRONMENT) == {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "LANG"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_what_it_shows_and_loses_where_it_was_taken(kind):
    checked = clean_picture(samples.photo(kind), Kind[kind])
    assert {Found.PLACE, Found.AUTHOR, Found.DEVICE} <= set(checked.found)
    drawn = Image.open(io.BytesIO(checked.content))
    assert not dict(drawn.getexif())
    assert not set(drawn.info) - pictures.TECHNICAL
    # It lay on its side, and its left half, which was red, is now on top.
    assert drawn.size == (20, 40)
    assert drawn.convert("RGB").getpixel((10, 5))[0] > 150
    assert drawn.convert("RGB").getpixel((10, 35))[0] < 60


def test_without_drawing_anew_the_place_would_stay(monkeypatch):
    monkeypatch.setattr(pictures, "_draw", lambda _picture, _kind: samples.photo())
    assert Image.open(io.BytesIO(clean_picture(samples.photo(), Kind.JPEG).content)).getexif().get_ifd(0x8825)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK"])
def test_pictures_of_every_kind_of_colour_are_drawn(mode):
    written = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (9, 9)).save(written, kind)
    assert Image.open(io.BytesIO(clean_picture(written.getvalue(), Kind[kind]).content)).size == (9, 9)


def test_moving_pictures_are_not_taken():
    written = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(FileIsRefused):
        clean_picture(written.getvalue(), Kind.WEBP)


def test_a_pdf_loses_its_author_and_what_would_run():
    checked = clean_pdf(samples.pdf(script=True, pages=3))
    assert {Found.AUTHOR, Found.SCRIPT} <= set(checked.found)
    read = PdfReader(io.BytesIO(checked.content))
    assert len(read.pages) == 3
    assert "/Author" not in (read.metadata or {})
    assert b"alert" not in checked.content


@pytest.mark.parametrize(("content", "why"), [(samples.pdf(password="x"), Why.LOCKED), (samples.pdf(signed=True), Why.SIGNED)])
def test_a_pdf_that_cannot_be_cleaned_without_harm_asks(content, why):
    with pytest.raises(CannotBeCleaned) as asks:
        check_apart(content, "a.pdf")
    assert (asks.value.kind, asks.value.why) == (Kind.PDF, why)


def test_a_pdf_that_nobody_can_read_asks():
    with pytest.raises(CannotBeCleaned) as asks:
        clean_pdf(b"%PDF-1.4\nnothing of the kind")
    assert asks.value.why is Why.UNREADABLE


def test_photos_inside_of_other_files_lose_their_notes_too():
    document = samples.office(word__media__image1_dot_jpeg=samples.photo())
    checked = clean_document(document, Kind.DOCX)
    assert Found.PLACE in checked.found
    inside = samples.members(checked.content)["word/media/image1.jpeg"]
    assert not dict(Image.open(io.BytesIO(inside)).getexif())
    assert b"Nokia" not in without_notes(samples.photo())
    assert Image.open(io.BytesIO(without_notes(samples.photo()))).size == (40, 20)


def test_a_document_keeps_its_text_and_loses_who_wrote_and_commented_it():
    checked = clean_document(samples.office(xl__tables__t_dot_xml='<table displayName="Table1"/>'), Kind.DOCX)
    parts = samples.members(checked.content)
    assert {Found.AUTHOR, Found.COMPANY, Found.COMMENTERS, Found.WORDS} <= set(checked.found)
    assert b'w:author=""' in parts["word/document.xml"]
    assert b">Text<" in parts["word/document.xml"]
    assert b'displayName="Table1"' in parts["xl/tables/t.xml"]


def test_a_locked_or_signed_document_asks():
    for more, why in (({"META-INF__manifest_dot_xml": "<m><encryption-data/></m>"}, Why.LOCKED),):
        with pytest.raises(CannotBeCleaned) as asks:
            clean_document(samples.open_document(**more), Kind.ODT)
        assert asks.value.why is why
    with pytest.raises(CannotBeCleaned) as asks:
        clean_document(samples.office(_xmlsignatures__a_dot_xml="x"), Kind.DOCX)
    assert asks.value.why is Why.SIGNED
