"""What leaving means on paper."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accountability.leaving import domain
from accountability.leaving.domain import ExportState, bringing, erasing
from accountability.leaving.domain.exporting import DEAD_AFTER
from accountability.leaving.domain.keeping import whole_days

AT = datetime(2026, 5, 4, tzinfo=UTC)
SAID = {
    "format": bringing.FORMAT,
    "version": 1,
    "schema": "0012",
    "made_at": "2026-05-04",
    "organisation_id": str(uuid4()),
    "counts": {"member": 2},
    "files": {"data/member.jsonl": "ab"},
}


@pytest.mark.parametrize("typed", ["Otvorena Vrata", "  Otvorena   Vrata "])
def test_the_name_is_typed_with_any_spaces(typed: str) -> None:
    erasing.check_typed(typed, "Otvorena Vrata")


@pytest.mark.parametrize("typed", ["", "otvorena vrata", "Otvorena"])
def test_another_name_is_refused(typed: str) -> None:
    with pytest.raises(domain.NameDiffers):
        erasing.check_typed(typed, "Otvorena Vrata")


def test_a_second_owner_confirms_if_there_is_one() -> None:
    assert not erasing.needs_second(1)
    assert erasing.needs_second(2)
    first, second = uuid4(), uuid4()
    erasing.check_second(asked_by=first, confirmed_by=second)
    with pytest.raises(domain.AskedByTheSame):
        erasing.check_second(asked_by=first, confirmed_by=first)


@pytest.mark.parametrize(
    ("due_at", "cancelled_at", "due"),
    [(None, None, False), (AT, None, True), (AT + timedelta(seconds=1), None, False), (AT, AT, False)],
)
def test_an_erasure_is_due_when_confirmed_waited_for_and_not_taken_back(due_at, cancelled_at, due) -> None:
    assert erasing.is_due(due_at, cancelled_at=cancelled_at, at=AT) is due


@pytest.mark.parametrize(
    ("state", "begun_at", "may"),
    [
        (ExportState.WAITING, None, True),
        (ExportState.RUNNING, None, True),
        (ExportState.RUNNING, AT, False),
        (ExportState.RUNNING, AT - DEAD_AFTER - timedelta(seconds=1), True),
        (ExportState.READY, None, False),
        (ExportState.STOPPED, None, False),
    ],
)
def test_an_archive_is_taken_up_once_or_after_its_worker_was_killed(state, begun_at, may) -> None:
    assert domain.may_begin(state, begun_at=begun_at, at=AT) is may


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", " =", "\u00a0="])
def test_no_cell_begins_a_formula(first: str) -> None:
    cell = domain.safe_cell(f"{first}1+1")
    assert cell.startswith("'")
    assert "\0" not in cell


@pytest.mark.parametrize(("value", "cell"), [("plain", "plain"), (-3, "-3"), (None, ""), ("", ""), (True, "True"), ("  ", "  ")])
def test_other_cells_stay_as_they_are(value: object, cell: str) -> None:
    assert domain.safe_cell(value) == cell


@pytest.mark.parametrize("name", ["../x", "/x", "a/../b", "a\\b", "C:/x", "a//b", "a\nb", "."])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(domain.ArchiveIsDamaged):
        domain.check_name(name)


def test_names_of_ours_are_taken() -> None:
    domain.check_name("files/evidence/minutes 2026.pdf")


def test_what_unpacks_to_far_more_is_refused() -> None:
    domain.check_size(packed=1, unpacked=9_000_000)
    domain.check_size(packed=1_000_000, unpacked=100_000_000)
    for packed, unpacked in ((1_000, 11_000_000), (10**9, bringing.BYTES_AT_MOST + 1)):
        with pytest.raises(domain.ArchiveIsTooLarge):
            domain.check_size(packed=packed, unpacked=unpacked)


def test_a_manifest_is_read_as_it_was_written() -> None:
    manifest = domain.read_manifest(SAID, schema="0012")
    assert manifest.written() == SAID


@pytest.mark.parametrize("found", [None, [], {}, {**SAID, "format": "another"}])
def test_what_is_no_manifest_is_foreign(found: object) -> None:
    with pytest.raises(domain.ArchiveIsForeign):
        domain.read_manifest(found, schema="0012")


@pytest.mark.parametrize("change", [{"organisation_id": "x"}, {"counts": []}, {"version": "x"}, {"counts": {"a": "b"}}])
def test_a_manifest_with_wrong_values_is_damaged(change: dict[str, object]) -> None:
    with pytest.raises(domain.ArchiveIsDamaged):
        domain.read_manifest({**SAID, **change}, schema="0012")


@pytest.mark.parametrize("change", [{"version": 2}, {"schema": "0099"}])
def test_a_newer_archive_is_refused_with_both_releases(change: dict[str, object]) -> None:
    with pytest.raises(domain.ArchiveIsNewer, match="0012"):
        domain.read_manifest({**SAID, **change}, schema="0012")


def test_a_way_back_lasts_a_month() -> None:
    assert bringing.may_come_back(AT, at=AT + bringing.WAY_BACK_LASTS)
    assert not bringing.may_come_back(AT, at=AT + bringing.WAY_BACK_LASTS + timedelta(seconds=1))


def test_a_begun_day_counts_whole() -> None:
    assert [whole_days(timedelta(hours=hours)) for hours in (1, 24, 25)] == [1, 1, 2]


def test_what_replaces_an_address_cannot_be_written_to() -> None:
    assert domain.former_mail("7").endswith(".invalid")
