"""Pages of the standard: everybody reads, operators at home work on it, nothing is lost and nothing half kept."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from accountability.access import Actor, Role
from accountability.operating import commands as operating
from accountability.operating.domain import Length, NewGrant
from accountability.standard import commands, queries
from accountability.standard.access import READ_STANDARD
from accountability.standard.domain.texts import texts_of
from accountability.standard.files.documents import write_document
from accountability.standard.files.tables import write_key_actions, write_translations
from accountability.standard.models import StandardPack
from forms.standard import CommitmentForm, HeaderForm, KeyActionForm
from tests.attacks.matrix.permissions import read_table
from tests.standard.conftest import Publish, map_all
from tests.support.client import CheckingClient
from tests.support.tenants import Tenant

SignIn = Callable[[str], CheckingClient]
SHIPPED = queries.shipped_pack()
FIRST = SHIPPED.key_actions[0]
PACK = "/standard/twelve-commitments"
READ = (
    "/standard",
    "/standard/crosswalks",
    f"{PACK}/1.0",
    f"{PACK}/1.0?language=sq",
    f"{PACK}/1.0/commitments/c09-staff-volunteers",
    f"{PACK}/1.0/key-actions/c09-a-fair-recruitment",
    f"{PACK}/1.0/key-actions/c09-a-fair-recruitment?language=sq",
    *(f"/standard/crosswalks/{crosswalk.slug}" for crosswalk in queries.list_crosswalks()),
)
AT_WORK = (
    *("/begin", "/describe", "/discard", "/send", "/translations", "/translations/sq", "/translations/sq/frame"),
    *("/translations/ar/c01-justice-equality", "/translations/sq/bring-in", "/translation-tables/sq", "/bring-in-table"),
    *("/commitments/c01-justice-equality/describe", "/commitments/c01-justice-equality/add"),
    *(f"/key-actions/{FIRST.slug}/describe", f"/key-actions/{FIRST.slug}/remove", "/mapping/1.0/write", "/review", "/publish"),
)


def filled(page: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of a form as a browser would send them, with the mark that stands in the page."""
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    sent = {name: value for name, value in fields.items() if value not in (False, None)}
    return sent | {"seen": seen[1] if seen else ""}


@pytest.mark.parametrize("path", READ)
def test_everybody_who_is_signed_in_reads_the_standard(sign_in: SignIn, path: str) -> None:
    sign_in("viewer").get(path)


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.OPERATOR])
def test_members_read_and_change_nothing(sign_in: SignIn, role: str, draft: StandardPack, session: Session) -> None:
    client = sign_in(role)
    assert "1.1" not in client.get("/standard").text
    client.get(f"{PACK}/1.1", expect=404)
    for path in (*AT_WORK, "/retire"):
        client.get(f"{PACK}/1.1{path}", expect=404)
        client.post(f"{PACK}/1.1{path}", expect=405 if path.endswith("/sq") else 404)
    client.get("/standard/bring-in", expect=404)


def test_what_opens_for_no_column_of_the_table_is_work_on_the_standard(app: Flask) -> None:
    closed = {name for name, row in read_table().items() if "/standard/" in name and "yes" not in dict(row.allowed).values()}
    rules = [
        (rule.rule, app.view_functions[rule.endpoint].access)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("standard.")
    ]
    assert closed == {f"{method} {path}" for path, access in rules for method, rule in access.items() if rule is not READ_STANDARD}


def test_an_operator_whom_somebody_let_in_works_on_nothing(browser_at_home: CheckingClient, ours: Tenant, at: datetime) -> None:
    with ours.session() as session, session.begin():
        new = NewGrant(length=Length.HOUR, reason="A page does not open.")
        grant = operating.let_operator_in(session, new, by=ours.actor("owner"), at=at)
    browser_at_home.get("/standard/bring-in")
    browser_at_home.post(f"/operator/{grant.id}/enter")
    browser_at_home.get("/standard/bring-in", expect=404)


@pytest.mark.parametrize("path", AT_WORK)
def test_an_operator_opens_every_page_of_a_draft(browser_at_home: CheckingClient, draft: StandardPack, path: str) -> None:
    browser_at_home.get(f"{PACK}/1.1{path}")


@pytest.mark.parametrize(
    "path", ["9", "1.0/commitments/c99", "1.0/key-actions/c99", "1.0/translations/tlh", "1.0/translations/sq/c99"]
)
def test_what_there_is_not_is_not_found(browser_at_home: CheckingClient, path: str) -> None:
    browser_at_home.get(f"{PACK}/{path}", expect=404)


def test_a_version_goes_the_whole_way_through_the_pages(browser_at_home: CheckingClient, sign_in: SignIn, session: Session) -> None:
    client = browser_at_home
    client.post(f"{PACK}/1.0/begin", {"version": "1.1"})
    fields = KeyActionForm.filled(FIRST) | {"text": "We ask why, and who."}
    path = f"{PACK}/1.1/key-actions/{FIRST.slug}/describe"
    client.post(path, filled(client.get(path).text, fields))
    client.post(f"{PACK}/1.1/send")
    client.post(f"{PACK}/1.1/review", {"verdict": "return", "sentence": "Shorter."})
    client.post(f"{PACK}/1.1/send")
    assert "why you may approve" in client.get(f"{PACK}/1.1/review").text
    client.post(f"{PACK}/1.1/review", {"verdict": "approve"}, expect=422)
    client.post(f"{PACK}/1.1/review", {"verdict": "approve", "sentence": "Read it twice."})
    assert "We ask why, and who." in client.get(f"{PACK}/1.1/publish").text
    assert "Say first how" in client.post(f"{PACK}/1.1/publish", expect=422).text
    page = client.get(f"{PACK}/1.1/mapping/1.0/write").text
    same = {f"k{number}": action.slug for number, action in enumerate(SHIPPED.key_actions)}
    client.post(f"{PACK}/1.1/mapping/1.0/write", filled(page, same))
    client.post(f"{PACK}/1.1/publish")
    reader = sign_in("viewer")
    assert "We ask why, and who." in reader.get(f"{PACK}/1.1/key-actions/{FIRST.slug}").text
    assert "results compare" in reader.get(f"{PACK}/1.1/mapping/1.0").text
    client.get(f"{PACK}/1.1/retire")
    client.post(f"{PACK}/1.1/retire")
    assert queries.current_pack(session) == SHIPPED


def test_what_is_typed_is_held_to_the_rules_of_files_and_comes_back(browser_at_home: CheckingClient, draft: StandardPack) -> None:
    path = f"{PACK}/1.1/key-actions/{FIRST.slug}/describe"
    page = browser_at_home.get(path).text
    fields = KeyActionForm.filled(FIRST) | {"weight": "0.5", "rule_0_sizes": "0", "text": "We ask why."}
    text = browser_at_home.post(path, filled(page, fields), expect=422).text
    assert "needs “weight” as a whole number" in text
    assert "needs “because” as text" in text
    assert "We ask why." in text


def test_every_field_of_a_key_action_is_kept(browser_at_home: CheckingClient, draft: StandardPack, session: Session) -> None:
    path = f"{PACK}/1.1/key-actions/{FIRST.slug}/describe"
    fields = KeyActionForm.filled(FIRST) | {
        "weight": "3/2",
        "needs_evidence_from": "never",
        "knows_policy_question": "Do you know it?",
        "rule_0_sizes": "0",
        "rule_0_types": "network",
        "rule_0_countries": "mk, al",
        "rule_0_because": "They do it elsewhere.",
    }
    browser_at_home.post(path, filled(browser_at_home.get(path).text, fields))
    session.expire_all()
    action = queries.get_pack(session, "twelve-commitments", "1.1").key_actions[0]
    assert KeyActionForm.filled(action) | {"rule_0_sizes": "0", "rule_0_types": "network", "rule_0_countries": "mk, al"} == fields
    again = browser_at_home.get(path).text
    assert "AL, MK" in again


def test_header_and_commitment_are_changed(browser_at_home: CheckingClient, draft: StandardPack, session: Session) -> None:
    path = f"{PACK}/1.1/describe"
    browser_at_home.post(path, filled(browser_at_home.get(path).text, HeaderForm.filled(SHIPPED) | {"title": "Twelve"}))
    path = f"{PACK}/1.1/commitments/c01-justice-equality/describe"
    fields = CommitmentForm.filled(SHIPPED.commitments[0]) | {"promise": "Fair."}
    browser_at_home.post(path, filled(browser_at_home.get(path).text, fields))
    assert "Twelve" in browser_at_home.get(f"{PACK}/1.1").text
    assert "Fair." in browser_at_home.get(f"{PACK}/1.1/commitments/c01-justice-equality").text


def test_a_key_action_is_added_and_removed_on_its_pages(browser_at_home: CheckingClient, draft: StandardPack) -> None:
    path = f"{PACK}/1.1/commitments/c01-justice-equality/add"
    browser_at_home.post(path, KeyActionForm.filled(FIRST) | {"slug": FIRST.slug}, expect=422)
    browser_at_home.post(path, KeyActionForm.filled(FIRST) | {"slug": "c01-e-young-people"})
    path = f"{PACK}/1.1/key-actions/c01-e-young-people/remove"
    browser_at_home.post(path, filled(browser_at_home.get(path).text, {}))
    browser_at_home.get(f"{PACK}/1.1/key-actions/c01-e-young-people", expect=404)


def test_whoever_was_slower_keeps_what_they_typed_and_is_told(browser_at_home: CheckingClient, draft: StandardPack) -> None:
    path = f"{PACK}/1.1/key-actions/{FIRST.slug}/describe"
    page = browser_at_home.get(path).text
    browser_at_home.post(path, filled(page, KeyActionForm.filled(FIRST) | {"text": "First."}))
    late = browser_at_home.post(path, filled(page, KeyActionForm.filled(FIRST) | {"text": "Second."}), expect=422).text
    assert "Somebody changed this while you were writing" in late
    assert "Second." in late
    browser_at_home.post(path, filled(late, KeyActionForm.filled(FIRST) | {"text": "Second."}))
    assert "Second." in browser_at_home.get(f"{PACK}/1.1/key-actions/{FIRST.slug}").text


def test_a_file_is_brought_in_whole_or_not_at_all(browser_at_home: CheckingClient, session: Session) -> None:
    raw = write_document(SHIPPED).replace("version: '1.0'", "version: '2.0'", 1).replace("status: current", "status: draft", 1)
    broken = raw.replace("kind: practice", "kind: habit", 2).replace("effort: small", "effort: tiny", 1)
    text = browser_at_home.post("/standard/bring-in", expect=422, **sent(browser_at_home, broken.encode())).text
    assert text.count("has the kind “habit”") == 2
    assert "has the effort “tiny”" in text
    assert queries.find_pack(session, "twelve-commitments", "2.0") is None
    browser_at_home.post("/standard/bring-in", **sent(browser_at_home, raw.encode()))
    assert "Brought it in" in browser_at_home.get(f"{PACK}/2.0").text
    browser_at_home.post("/standard/bring-in", expect=422, **sent(browser_at_home, raw.encode()))


def sent(client: CheckingClient, raw: bytes, name: str = "pack.yaml") -> dict[str, Any]:
    """What `post` needs to send a file."""
    return {"data": {"file": (io.BytesIO(raw), name)}}


@pytest.mark.parametrize("raw", [b"a: &a [1]\nb: *a", b"\xff\xfe", b"", b"{" * 5000, b"- x\n" * 100_000])
def test_a_hostile_file_is_a_message_and_never_an_error(browser_at_home: CheckingClient, raw: bytes) -> None:
    browser_at_home.post("/standard/bring-in", expect=422, **sent(browser_at_home, raw))


def test_a_table_takes_the_place_of_key_actions(browser_at_home: CheckingClient, draft: StandardPack) -> None:
    path = f"{PACK}/1.1/bring-in-table"
    raw = write_key_actions(SHIPPED)
    changed = raw.replace(FIRST.text.encode(), b"We ask why.", 1)
    browser_at_home.post(path, expect=422, **sent(browser_at_home, b"a,b", "x.csv"))
    browser_at_home.post(path, **sent(browser_at_home, changed, "x.csv"))
    assert "We ask why." in browser_at_home.get(f"{PACK}/1.1/commitments/c01-justice-equality").text


def test_a_language_is_worked_on_sentence_by_sentence(browser_at_home: CheckingClient, sign_in: SignIn) -> None:
    client = browser_at_home
    client.post(f"{PACK}/1.0/translations", {"language": "sq"})
    path = f"{PACK}/1.0/translations/sq/c01-justice-equality"
    page = client.get(path).text
    client.post(path, filled(page, {"t0": "Drejtësi"}))
    assert "Somebody changed" in client.post(path, filled(page, {"t0": "Tjetër"}), expect=422).text
    shown = sign_in("viewer").get(f"{PACK}/1.0/commitments/c01-justice-equality?language=sq").text
    assert "Drejtësi" in shown
    assert "Not yet reviewed by a native speaker" in shown
    assert "(not translated yet)" in shown
    client.actor = None
    browser = client
    browser.post(f"{PACK}/1.0/translations/sq/read")
    assert "Read by a native speaker" in browser.get(f"{PACK}/1.0/translations").text


def test_translations_come_from_a_table(browser_at_home: CheckingClient) -> None:
    path = f"{PACK}/1.0/translations/sq/bring-in"
    raw = write_translations(texts_of(SHIPPED), {})
    browser_at_home.post(path, expect=422, **sent(browser_at_home, raw.replace(b"title,", b"tilte,", 1), "x.csv"))
    changed = raw.replace(f"title,{SHIPPED.title},".encode(), f"title,{SHIPPED.title},Dymbëdhjetë".encode(), 1)
    browser_at_home.post(path, **sent(browser_at_home, changed, "x.csv"))
    assert "Dymbëdhjetë" in browser_at_home.get(f"{PACK}/1.0?language=sq").text


@pytest.mark.parametrize(("path", "begins"), [("pack.yaml", b"pack:"), ("key-actions.csv", b"\xef\xbb\xbfcommitment,slug")])
def test_everybody_takes_a_version_along(sign_in: SignIn, path: str, begins: bytes) -> None:
    response = sign_in("viewer").get(f"{PACK}/1.0/{path}")
    assert response.data.startswith(begins)
    assert "attachment" in response.headers["Content-Disposition"]


def test_publishing_wants_a_fresh_proof(browser_at_home: CheckingClient, draft: StandardPack) -> None:
    browser_at_home.at += timedelta(minutes=40)
    browser_at_home.get(f"{PACK}/1.1/publish", expect=303)
    browser_at_home.get(f"{PACK}/1.1/describe")


def test_a_mapping_that_does_not_hold_says_why(browser_at_home: CheckingClient, draft: StandardPack) -> None:
    path = f"{PACK}/1.1/mapping/1.0/write"
    first, second = SHIPPED.key_actions[:2]
    fields = {"k0": first.slug, "k1": f"{first.slug}, {second.slug}"}
    text = browser_at_home.post(path, filled(browser_at_home.get(path).text, fields), expect=422).text
    assert "is split and merged at once" in text
    assert "Nothing is written down" in browser_at_home.get(f"{PACK}/1.1/mapping/1.0").text


def test_pages_ask_as_often_with_ten_versions_as_with_one(
    browser_at_home: CheckingClient, session: Session, draft: StandardPack, publish: Publish, operator: Actor, at: datetime
) -> None:
    publish(draft)
    paths = ("/standard", f"{PACK}/1.1", f"{PACK}/1.1/key-actions/{FIRST.slug}", "/standard/crosswalks/chs")

    def costs() -> list[int]:
        return [(browser_at_home.get(path), browser_at_home.queries)[1] for path in paths]

    costs()  # what is published is parsed once per process
    few = costs()
    for number in range(2, 12):
        row = commands.begin_version(session, SHIPPED, f"1.{number}", by=operator, at=at)
        map_all(session, row, by=operator, at=at)
        commands.translate(session, queries.read_content(row.content), {"title": "x"}, language="sq", by=operator, at=at)
    assert costs() == few
    assert max(few) <= 14
