"""Every column of every table says what it holds, and everything that leaves or goes follows from that."""

from collections.abc import Mapping

import sqlalchemy as sa

from accountability.database import load_models
from accountability.leaving.domain import Holds
from accountability.leaving.holdings import holdings, restorable, written
from accountability.leaving.queries.rows import SHOWN


def unsaid(tables: Mapping[str, sa.Table], said: Mapping[str, Mapping[str, Holds]]) -> set[str]:
    """Columns of which nobody has said what they hold, and columns that are said of and are not there."""
    real = {f"{table.name}.{column.name}" for table in tables.values() for column in table.columns}
    named = {f"{table}.{column}" for table, columns in said.items() for column in columns}
    return real ^ named


def test_every_column_says_what_it_holds() -> None:
    assert unsaid(load_models().tables, written()) == set()


def test_a_planted_column_and_a_forgotten_one_are_seen() -> None:
    planted = sa.Table("member", sa.MetaData(), sa.Column("id"), sa.Column("phone"))
    said = {"member": {"id": Holds.MEMBER, "fax": Holds.NAME}}
    assert unsaid({"member": planted}, said) == {"member.phone", "member.fax"}


def test_names_and_addresses_are_never_called_anything_else() -> None:
    """A column whose name says that it leads to a person must be of a kind that follows the person."""
    found = {
        f"{table.name}.{column}": kind
        for table in holdings()
        for column, kind in table.columns.items()
        if column in {"email", "recipient", "person_id"} or column.endswith("_email")
    }
    assert {name for name, kind in found.items() if kind not in {Holds.MAIL, Holds.PERSON}} == set()


def test_what_points_at_a_member_says_so() -> None:
    keys = [key for table in load_models().tables.values() for key in table.foreign_key_constraints]
    pointing = {(key.table.name, key.column_keys[-1]) for key in keys if key.referred_table.name == "member"}
    said = {(table.name, name) for table in holdings() for name in table.named(Holds.MEMBER)}
    assert pointing <= said


def test_what_opens_doors_never_leaves() -> None:
    secret = {f"{table.name}.{name}" for table in holdings() for name in table.named(Holds.SECRET, Holds.ANONYMOUS)}
    leaving = {f"{table.name}.{name}" for table in holdings() if table.travels for name in table.leaving}
    assert {"person.password_hash", "intake_response.body", "response.answers"} <= secret
    assert not secret & leaving


def test_what_is_shown_only_has_somebody_who_says_how() -> None:
    assert {table.name for table in holdings() if table.is_shown_only} == set(SHOWN)


def test_accounts_and_answers_do_not_travel() -> None:
    travelling = {table.name for table in holdings() if table.travels}
    assert not travelling & {"person", "sign_in_session", "outbox_mail", "intake_response", "submission", "response", "erasure"}
    assert {"member", "assessment", "rating", "survey", "reply", "journal_entry"} <= travelling


def test_what_can_be_written_again_leans_on_nothing_that_cannot() -> None:
    names = {table.name for table in restorable()}
    assert all(key.referred_table.name in names for table in restorable() for key in table.table.foreign_key_constraints)
