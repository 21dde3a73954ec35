"""Lists of people to invite, as spreadsheets and people write them, and what becomes of each row."""

from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.organisation import domain
from accountability.organisation.domain import RowState
from accountability.refusal import Refusal
from forms.organisation.invitations import roles_by_words
from forms.organisation.lists import MOST_BYTES, read_rows, read_text

ROLE = domain.RoleId(UUID(int=7))
WORDS = roles_by_words([(ROLE, "Finance Desk")])


def judge(text: str, *, members: str = "", invited: str = "") -> list[RowState]:
    rows = read_rows(text)
    judged = domain.judge(rows, roles=WORDS, languages={"en", "mk"}, members=members.split(), invited=invited.split())
    assert all((each.invitation is not None) == (each.state is RowState.INVITABLE) for each in judged)
    return [each.state for each in judged]


@pytest.mark.parametrize(
    "text",
    [
        "email,role\na@example.org,viewer\n",
        "\ufeffemail,role\r\na@example.org,viewer\r\n",
        "E-Mail;Role\nA@Example.org;Viewer",
        "role\temail\tname\nviewer\ta@example.org\t",
        'name,email,role\n"Ana, the first",a@example.org,"viewer"\n',
        "email,role,phone\n a@example.org , viewer ,1\n\n,,\n",
        "\n\nemail,role\na@example.org,VIEWER",
    ],
)
def test_lists_are_read_however_they_were_saved(text: str) -> None:
    [row] = read_rows(text)
    assert (row.email, row.role.lower(), row.is_address) == ("a@example.org", "viewer", True)
    assert judge(text) == [RowState.INVITABLE]


def test_every_row_says_what_becomes_of_it() -> None:
    text = """name,email,role,language
,new@example.org,contributor,mk
,own@example.org,finance  desk,
,typing@example.org,Data entry,English
,member@example.org,viewer,
,waiting@example.org,viewer,
,new@example.org,viewer,
,not an address,viewer,
,boss@example.org,director,
,tongue@example.org,viewer,tlh
,outside@example.org,reviewer,
,operator@example.org,operator,
%s,long@example.org,viewer,
""" % ("x" * 121)
    assert judge(text, members="member@example.org", invited="waiting@example.org") == [
        RowState.INVITABLE,
        RowState.INVITABLE,
        RowState.INVITABLE,
        RowState.IS_MEMBER,
        RowState.IS_INVITED,
        RowState.IS_REPEATED,
        RowState.WRONG_ADDRESS,
        RowState.UNKNOWN_ROLE,
        RowState.UNKNOWN_LANGUAGE,
        RowState.ONE_BY_ONE,
        RowState.UNKNOWN_ROLE,
        RowState.NAME_IS_TOO_LONG,
    ]


def test_a_role_of_the_organisations_own_is_meant_by_its_name() -> None:
    judged = domain.judge(read_rows("email,role\na@example.org,FINANCE desk"), roles=WORDS, languages=(), members=(), invited=())
    assert judged[0].invitation is not None
    assert judged[0].invitation.given == domain.Given(role="custom", custom_role_id=ROLE)


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_what_looks_like_a_formula_is_a_name_like_any_other(cell: str) -> None:
    [row] = read_rows(f"name,email,role\n{cell},a@example.org,viewer")
    assert row.name == cell


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", domain.ColumnsAreMissing),
        ("a@example.org,viewer", domain.ColumnsAreMissing),
        ("email\na@example.org", domain.ColumnsAreMissing),
        ("email,role", domain.ListIsEmpty),
        ("email,role\n,", domain.ListIsEmpty),
        ('email,role\n"a@example.org,viewer', domain.ListIsUnreadable),
        ("email,role\n" + "a@example.org,viewer\n" * 201, domain.ListIsTooLong),
        ("email,role\n" + "a" * MOST_BYTES, domain.ListIsTooLarge),
        ("email,role\na\0@example.org,viewer", domain.ListIsNotText),
    ],
)
def test_what_cannot_be_read_says_why(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_rows(text)


@pytest.mark.parametrize("raw", ["email,role\nč,viewer".encode("cp1250"), "email,role".encode("utf-16"), b"PK\x03\x04\xff"])
def test_another_encoding_than_utf_8_is_refused_clearly(raw: bytes) -> None:
    with pytest.raises(domain.ListIsNotText, match="CSV UTF-8"):
        read_text(raw)


@given(st.text(max_size=300))
def test_no_list_breaks_the_reader(text: str) -> None:
    with suppress(Refusal):
        judge("email,role,name\n" + text)
