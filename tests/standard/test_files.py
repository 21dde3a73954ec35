"""Files of strangers are read in bounded time and memory or refused in words; what is taken along can be brought in again."""

import resource
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from accountability.refusal import Refusal
from accountability.standard.domain import Pack, PackIsBroken, read_pack
from accountability.standard.domain.texts import Translation, texts_of
from accountability.standard.files import documents
from accountability.standard.files.documents import (
    DocumentIsBroken,
    FileIsNotText,
    FileIsTooLarge,
    read_document,
    read_pack_document,
    write_document,
)
from accountability.standard.files.tables import (
    COLUMNS,
    read_key_actions,
    read_translations,
    write_key_actions,
    write_translations,
)
from accountability.standard.queries import shipped_pack
from tests.factories.standard import content, enriched, read

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
HOSTILE: dict[str, tuple[bytes, type[Refusal], str]] = {
    "aliases that multiply": (BOMB.encode(), DocumentIsBroken, "uses an alias"),
    "an anchor alone": (b"a: &a 1", DocumentIsBroken, "line 1 uses an alias"),
    "a tag that would run code": (b"a: !!python/object/apply:os.system [x]", DocumentIsBroken, "uses a tag"),
    "depth of lists": (b"[" * 100_000, DocumentIsBroken, "lies too deep"),
    "depth of JSON": (b'{"a":' * 100_000, DocumentIsBroken, "too deep"),
    "numbers of JSON without end": (b'{"a": ' + b"9" * 800_000 + b"}", DocumentIsBroken, "too long"),
    "many small parts": (b"- x\n" * 200_000, DocumentIsBroken, "goes beyond"),
    "a name twice": (b"a: 1\nb: 2\na: 3", DocumentIsBroken, "line 3 has “a” a second time"),
    "a name twice in JSON": (b'{"a": 1, "a": 2}', DocumentIsBroken, "a name stands twice"),
    "a name that is a list": (b"? [a]\n: 1", DocumentIsBroken, "a name that is no text"),
    "two documents": (b"a: 1\n---\nb: 2", DocumentIsBroken, "begins a second document"),
    "no YAML": (b"a: [1", DocumentIsBroken, "is not YAML"),
    "a sign that YAML does not know": (b"a: \x07", DocumentIsBroken, "is not YAML"),
    "no JSON": (b"{a}", DocumentIsBroken, "line 1 is not JSON"),
    "other bytes": (b"\xff\xfe\x00", FileIsNotText, "UTF-8"),
    "a file that is too large": (b"x" * 900_001, FileIsTooLarge, "larger than 900 KB"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    raw, kind, message = HOSTILE[name]
    with pytest.raises(kind, match=message):
        read_document(raw)


def peak_of(work: Callable[[], Any]) -> int:
    """Bytes that Python holds at most while it works."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_little_memory_and_time(name: str) -> None:
    def read_it() -> None:
        with pytest.raises(Refusal):
            read_document(HOSTILE[name][0])

    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    assert peak_of(read_it) < 60_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 10


def test_a_reader_that_followed_aliases_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: without the refusal of aliases, the bomb is not refused."""
    monkeypatch.setattr(documents._Builder, "_refuse_what_is_too_much", lambda *_: None)
    assert read_document(b"a: &a 1") == {"a": 1}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.50", "1.50"),
        ("2026-05-04", "2026-05-04"),
        ("1:59:59", "1:59:59"),
        ("9999999999", "9999999999"),
        ("12", 12),
        ("-3", -3),
        ("'12'", "12"),
        ("true", True),
        ("yes", "yes"),
        ("null", None),
        ("", None),
        ("[]", []),
        ("|-\n  two\n  lines", "two\nlines"),
    ],
)
def test_only_whole_numbers_and_yes_or_no_are_more_than_text(written: str, value: object) -> None:
    assert read_document(f"a: {written}\n".encode()) == {"a": value}


def test_nothing_is_read_from_nothing() -> None:
    assert read_document(b"") is None
    assert read_document(b'{"a": 1.5}') == {"a": "1.5"}


@pytest.mark.parametrize("raw", [b"", b"- a", b"pack: {}", b"pack: {}\ncommitments: {}\nmore: 1", b"pack: {}\ncommitments: [1]"])
def test_a_file_that_holds_no_pack_is_refused(raw: bytes) -> None:
    with pytest.raises(PackIsBroken, match="the file needs"):
        read_pack_document(raw)


def test_a_pack_that_was_taken_along_is_brought_in_as_it_was() -> None:
    assert read_pack(*read_pack_document(write_document(shipped_pack()).encode())) == shipped_pack()


def test_a_pack_of_wrong_types_is_refused_with_all_its_problems() -> None:
    with pytest.raises(PackIsBroken) as refusal:
        read_pack(*read_pack_document(b"pack: [1]\ncommitments: {c01: 3}"))
    assert [str(problem) for problem in refusal.value.problems] == [
        "the header must be a list of named entries",
        "c01 is in no cluster",
    ]


def table(pack: Pack, **changes: str) -> bytes:
    """The key actions of a pack as a table, with other cells in the first row."""
    lines = write_key_actions(pack).decode("utf-8-sig").splitlines()
    cells = dict(zip(COLUMNS, lines[1].split(","), strict=True)) | changes
    return "\r\n".join([lines[0], ",".join(cells.values()), *lines[2:]]).encode()


def small() -> Pack:
    """A small pack whose cells need no quotes."""
    return read(enriched(evidence_examples=["Notes"], left_out_for=[{"countries": ["MK"], "because": "Elsewhere."}]))


@pytest.mark.parametrize("pack", [read(content()), small(), shipped_pack()], ids=["plain", "small", "ours"])
def test_key_actions_as_a_table_come_back_as_they_were(pack: Pack) -> None:
    assert read_key_actions(write_key_actions(pack), pack) == pack


def test_cells_that_a_spreadsheet_would_work_out_are_text_both_ways() -> None:
    pack = read(enriched(text="=HYPERLINK(1)"))
    assert b"'=HYPERLINK" in write_key_actions(pack)
    assert read_key_actions(write_key_actions(pack), pack) == pack


def test_columns_come_in_any_order() -> None:
    rows = [line.split(",") for line in write_key_actions(small()).decode("utf-8-sig").splitlines()[:2]]
    turned = "\r\n".join(",".join(reversed(row)) for row in rows).encode()
    assert read_key_actions(turned, small()).key_actions == small().key_actions[:1]


def test_a_changed_cell_changes_the_pack_and_rules_stay() -> None:
    action = read_key_actions(
        table(small(), text="We ask.", weight="3/2", suggestion_0="Begin.", effort_0="small"), small()
    ).key_actions[0]
    assert (action.text, str(action.weight), action.left_out_for) == ("We ask.", "3/2", small().key_actions[0].left_out_for)
    assert action.suggestion_from(0) is not None


def test_all_problems_of_a_table_are_told_by_their_place() -> None:
    with pytest.raises(PackIsBroken) as refusal:
        read_key_actions(table(small(), commitment="c99", text="x"), small())
    told = [str(problem) for problem in refusal.value.problems]
    assert told[0] == "row 2 names the unknown commitment “c99”"
    assert "c01-listen has no key action in the quick scan, which could not score it" in told


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"a,b\r\n1,2", "needs the headings commitment, slug"),
        (b"", "needs the headings"),
        (b"x\r\n" * 6_000, "more rows, more columns or longer texts"),
    ],
)
def test_what_is_no_table_of_key_actions_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(PackIsBroken, match=message):
        read_key_actions(raw, small())


def test_a_table_that_is_too_large_is_refused() -> None:
    with pytest.raises(FileIsTooLarge):
        read_key_actions(b"x" * 900_001, small())


def test_translations_come_back_and_empty_ones_are_left_out() -> None:
    pack = read(content())
    stored = {"title": Translation(text="I vogël", original="Small")}
    assert read_translations(write_translations(texts_of(pack), stored), pack) == {"title": "I vogël"}


def test_all_problems_of_translations_are_told_by_their_row() -> None:
    rows = ["address,original,translation", "title,Small,Mali", "title,Small,Mali", "c99.text,x,y", "licence,own,y"]
    rows.append("levels.0.name,Other,Tjetër")
    with pytest.raises(PackIsBroken) as refusal:
        read_translations("\r\n".join(rows).encode(), read(content()))
    assert [str(problem) for problem in refusal.value.problems] == [
        "row 3 names “title” a second time",
        "row 4 names the unknown place “c99.text”",
        "row 5 names the unknown place “licence”",
        "row 6 was translated from a sentence of levels.0.name that reads differently now",
    ]


def test_reading_our_pack_takes_no_time_worth_waiting_for() -> None:
    raw = write_document(shipped_pack()).encode()
    began = time.process_time()
    read_pack(*read_pack_document(raw))
    assert time.process_time() - began < 2
