"""All seven tamperings with a journal, on random journals: each is found up to the last anchor outside.

Without an anchor the last three leave a chain that fits; a test says so, and shows that the others need none.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.record.domain import Anchor, Entry, Finding, Tampering, genesis, verify
from tests.factories.record import chained, details, head_of, make_entry, words

ORGANISATION = UUID("0190a0b1-c2d3-7e4f-8a5b-6c7d8e9f0a1b")
AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
LATER = AT + timedelta(days=2)
Tamper = Callable[[list[Entry], int, int], list[Entry]]


@st.composite
def journals(draw: st.DrawFn) -> tuple[list[Entry], Anchor]:
    """A chain of 2 to 12 entries and an anchor on its last or an earlier one, but never on the first."""
    drawn = draw(st.lists(st.tuples(details, st.one_of(st.none(), words.filter(bool))), min_size=2, max_size=12))
    entries = chained(ORGANISATION, [make_entry(number, AT, said, name) for number, (said, name) in enumerate(drawn)])
    return entries, head_of(ORGANISATION, entries[: draw(st.integers(2, len(entries)))])


def edit(entries: list[Entry], one: int, _other: int) -> list[Entry]:
    entries[one] = replace(entries[one], details={**entries[one].details, "planted": True})
    return entries


def delete(entries: list[Entry], one: int, _other: int) -> list[Entry]:
    del entries[one]
    return entries


def delete_and_close_the_gap(entries: list[Entry], one: int, _other: int) -> list[Entry]:
    del entries[one]
    return [replace(entry, position=place) for place, entry in enumerate(entries, start=1)]


def reorder(entries: list[Entry], one: int, other: int) -> list[Entry]:
    first, second = entries[one], entries[other]
    entries[one] = replace(second, position=first.position, digest=first.digest)
    entries[other] = replace(first, position=second.position, digest=second.digest)
    return entries


def insert(entries: list[Entry], one: int, _other: int) -> list[Entry]:
    planted = replace(make_entry(99, AT, {"planted": True}, None), digest=genesis(ORGANISATION))
    entries.insert(one, planted)
    return [replace(entry, position=place) for place, entry in enumerate(entries, start=1)]


def insert_beside_the_chain(entries: list[Entry], _one: int, _other: int) -> list[Entry]:
    return [*entries, make_entry(99, AT, {"planted": True}, None)]


def truncate(entries: list[Entry], one: int, _other: int) -> list[Entry]:
    return entries[: min(one, len(entries) - 1)]


def truncate_and_append_again(entries: list[Entry], one: int, _other: int) -> list[Entry]:
    kept = entries[:one]
    anew = [make_entry(200 + number, AT, {"planted": number}, None) for number in range(len(entries) - one + 1)]
    return chained(ORGANISATION, [*kept, *anew])


def chain_again_from_the_beginning(entries: list[Entry], one: int, other: int) -> list[Entry]:
    return chained(ORGANISATION, edit(entries, one, other))


BY_THE_CHAIN = (edit, reorder, insert, insert_beside_the_chain)
BY_AN_ANCHOR = (truncate, truncate_and_append_again, chain_again_from_the_beginning)
ALL = (*BY_THE_CHAIN, delete, delete_and_close_the_gap, *BY_AN_ANCHOR)


def tampered(entries: list[Entry], anchor: Anchor, tamper: Tamper, data: st.DataObject) -> list[Entry]:
    """The journal with one tampering at a place that the anchor protects."""
    one = data.draw(st.integers(0, anchor.position - 1))
    other = data.draw(st.integers(0, anchor.position - 1).filter(lambda place: place != one))
    return tamper(list(entries), one, other)


def look(entries: list[Entry], *anchors: Anchor) -> Finding:
    return verify(ORGANISATION, entries, anchors, at=LATER)


@pytest.mark.parametrize("tamper", ALL, ids=lambda tamper: tamper.__name__)
@given(journal=journals(), data=st.data())
@settings(max_examples=60)
def test_every_tampering_up_to_the_anchor_is_found(
    tamper: Tamper, journal: tuple[list[Entry], Anchor], data: st.DataObject
) -> None:
    entries, anchor = journal
    assert look(entries, anchor).is_whole
    assert not look(tampered(entries, anchor, tamper, data), anchor).is_whole


@pytest.mark.parametrize("tamper", BY_THE_CHAIN, ids=lambda tamper: tamper.__name__)
@given(journal=journals(), data=st.data())
@settings(max_examples=20)
def test_what_breaks_the_chain_needs_no_anchor(tamper: Tamper, journal: tuple[list[Entry], Anchor], data: st.DataObject) -> None:
    entries, anchor = journal
    assert not look(tampered(entries, anchor, tamper, data)).is_whole


@pytest.mark.parametrize("tamper", BY_AN_ANCHOR, ids=lambda tamper: tamper.__name__)
@given(journal=journals(), data=st.data())
@settings(max_examples=20)
def test_without_an_anchor_a_chain_written_anew_is_not_found(
    tamper: Tamper, journal: tuple[list[Entry], Anchor], data: st.DataObject
) -> None:
    entries, anchor = journal
    assert look(tampered(entries, anchor, tamper, data)).is_whole


@given(journal=journals())
@settings(max_examples=20)
def test_erasing_people_leaves_the_journal_whole(journal: tuple[list[Entry], Anchor]) -> None:
    entries, anchor = journal
    erased = [replace(entry, parts=()) for entry in entries]
    found = look(erased, anchor)
    assert found.is_whole
    assert found.erased == sum(len(entry.parts) for entry in entries)


@given(journal=journals())
@settings(max_examples=20)
def test_a_changed_name_is_found(journal: tuple[list[Entry], Anchor]) -> None:
    entries, anchor = journal
    named = [entry for entry in entries if entry.parts]
    for entry in named:
        other = replace(entry, parts=(replace(entry.parts[0], value="Somebody else"),))
        changed = [other if each is entry else each for each in entries]
        assert Tampering.PART_CHANGED in {fault.kind for fault in look(changed, anchor).faults}


def test_an_entry_that_claims_to_be_older_than_the_anchor_before_it_is_found() -> None:
    entries = chained(ORGANISATION, [make_entry(number, AT, {}, None) for number in range(3)])
    anchor = head_of(ORGANISATION, entries)
    late = make_entry(0, AT - timedelta(hours=2), {"planted": True}, None)
    found = look(chained(ORGANISATION, [*entries, late]), anchor)
    assert [(fault.kind, fault.position) for fault in found.faults] == [(Tampering.BACKDATED, 4)]


def test_the_first_bad_place_is_named() -> None:
    entries = chained(ORGANISATION, [make_entry(number, AT, {}, None) for number in range(5)])
    assert look(edit(list(entries), 2, 0)).faults[0].position == 3
    assert not look(delete_and_close_the_gap(list(entries), 2, 0)).is_whole
    assert [(fault.kind, fault.position) for fault in look(delete(list(entries), 2, 0)).faults] == [(Tampering.MISSING, 3)]


def test_a_verifier_that_reads_the_chain_and_not_the_entries_would_be_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = chained(ORGANISATION, [make_entry(number, AT, {}, None) for number in range(3)])

    def believe(entry: Entry, **_: Any) -> str | None:
        return entry.digest

    monkeypatch.setattr("accountability.record.domain.verifying.digest_of", believe)
    assert look(edit(entries, 1, 0)).is_whole
