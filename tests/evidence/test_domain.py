"""The rules of evidence."""

import uuid
from datetime import date, timedelta

import pytest

from accountability.evidence import domain
from accountability.evidence.domain import FileDraft, Kind, LinkDraft, PieceDraft, Reminded, Show, Source

NO_LINKS = (
    "",
    "example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://",
    "https://a@b.org",
    "https://[",
    "https://a b.org",
)
TODAY = date(2026, 5, 4)


def piece(**said):
    return PieceDraft(**({"title": "Minutes", "source": Source.DOCUMENT} | said))


def test_a_piece_says_something_and_not_too_much():
    assert domain.check_piece(piece(title=" Minutes\n of May ", description=" x ")).title == "Minutes of May"
    with pytest.raises(domain.TitleIsMissing):
        domain.check_piece(piece(title=" \n "))
    for said in ({"title": "a" * 161}, {"description": "a" * 2_001}):
        with pytest.raises(domain.TextIsTooLong):
            domain.check_piece(piece(**said))


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org", "https://пример.мк/ѓ"])
def test_a_link_leads_to_the_web(url):
    assert domain.check_link(LinkDraft(url=f" {url} ", label=" a  b ")) == LinkDraft(url=url, label="a b")


@pytest.mark.parametrize("url", NO_LINKS)
def test_nothing_else_is_a_link(url):
    with pytest.raises(domain.AddressIsNotTaken):
        domain.check_link(LinkDraft(url=url))


def test_a_link_begins_in_small_letters():
    assert domain.check_link(LinkDraft(url="HTTPS://Example.org")).url == "https://Example.org"


def test_a_link_is_not_endless():
    with pytest.raises(domain.TextIsTooLong):
        domain.check_link(LinkDraft(url="https://example.org/" + "a" * 2_000))


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Mira\\plan.pdf", "plan.pdf"),
        ("con", "con"),
        ("a\x00b\u202egpj.exe\n", "abgpj.exe"),
        ("...", "file"),
        ("", "file"),
        ("записник од мај.docx", "записник од мај.docx"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        (";rm -rf *", ";rm -rf *"),
    ],
)
def test_a_name_is_tidied_and_never_a_path(name, tidy):
    assert domain.tidy_name(name) == tidy


def test_a_name_says_what_the_file_is():
    assert domain.name_as("photo.JPG", Kind.JPEG) == "photo.JPG"
    assert domain.name_as("photo.html", Kind.PNG) == "photo.html.png"
    assert len(domain.name_as("a" * 150, Kind.PDF)) == 150


def test_a_path_in_an_archive_ends_with_the_name():
    assert domain.archived_path("evidence/1", "a:b/c.txt") == "evidence/1/a_b_c.txt"
    assert domain.archived_path("evidence/1", " .. ") == "evidence/1/file"


def test_a_file_has_a_size():
    for size, refusal in ((0, domain.FileIsEmpty), (11, domain.FileIsTooLarge)):
        with pytest.raises(refusal):
            domain.check_file(FileDraft(name="a", size=size, upload_key=uuid.uuid4()), most=10)
    domain.check_file(FileDraft(name="a", size=10, upload_key=uuid.uuid4()), most=10)


@pytest.mark.parametrize(
    ("days", "told", "due"),
    [
        (31, Reminded.NOTHING, None),
        (30, Reminded.NOTHING, Reminded.SOON),
        (0, Reminded.NOTHING, Reminded.SOON),
        (0, Reminded.SOON, None),
        (-1, Reminded.SOON, Reminded.EXPIRED),
        (-1, Reminded.NOTHING, Reminded.EXPIRED),
        (-1, Reminded.EXPIRED, None),
    ],
)
def test_people_are_reminded_a_month_before_and_when_it_is_over(days, told, due):
    assert domain.due_reminder(TODAY + timedelta(days=days), told, today=TODAY) is due


def test_what_has_no_last_day_is_never_over():
    assert domain.due_reminder(None, Reminded.NOTHING, today=TODAY) is None
    assert domain.is_shown(None, Show.ALL, today=TODAY)
    assert not domain.is_shown(None, Show.EXPIRED, today=TODAY)
    assert not domain.is_shown(None, Show.EXPIRING, today=TODAY)
