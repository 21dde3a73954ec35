"""While people rate blind, nobody sees or can work out what others chose: not on any page, in any export, in any role.

Two looks: words that only one rater wrote are found nowhere, and every page says the very same whichever levels were chosen.
"""

import re

import pytest
import sqlalchemy as sa

from accountability.access import Role
from accountability.assessment import commands
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Rating
from accountability.leaving import queries as leaving_queries
from accountability.outbox import OutboxMail
from tests.factories.assessment import FIRST, SECOND, sign
from tests.factories.raters import add_colleagues, ask, close, finish, rate_alone, says, start_blind
from tests.support.client import text_of

CANARY = "Kanarinac"
HREF = re.compile(r'href="(/[^"#]*)"')
# What differs between two looks at one page without anybody having changed anything.
NOISE = re.compile(r'(name="csrf_token" value=")[^"]*|(\?v=)\w+')
# A fresh secret with every look, and when one was seen last.
OF_ACCOUNT = {"/account/second-factor/set-up", "/account"}
PAGES = ["spread", "spread/print", "team", "finish", "profile", "gap"]
PAGES += [f"{place}/{slug}" for place in ("key-actions", "agree") for slug in (FIRST, SECOND)]
# Other rooms know nothing of ratings, and are crawled by tests of their own.
AWAY = ("/sign-out", "/static", "/account/export", "/organisation", "/surveys", "/networks", "/benchmarks", "/standard", "/tokens")
READERS = ["officer", "contributor", "board"]
OTHERS = ["owner", "viewer", "reviewer", "data_entry", "safeguarding", "coordinator", "custom"]


@pytest.fixture
def rated(ours, session):
    """Five raters with names; four have finished, the contributor still rates. Everybody wrote words of their own."""
    people = [*add_colleagues(ours, session, 4, at=ours.at), ours.actor("contributor")]
    return team_of(ours, session, people, way=Way.NAMED, finishing=people[:4])


def team_of(ours, session, people, *, way, finishing):
    assessment = start_blind(ours, session, way=way)
    ask(ours, session, assessment, people)
    for number, each in enumerate(people):
        left_out = Answer(verdict=Verdict.NOT_APPLICABLE, reason=f"{CANARY}-reason-{number}")
        rate_alone(
            session, assessment, each, {FIRST: says(number % 5, note=f"{CANARY}-note-{number}"), SECOND: left_out}, at=ours.at
        )
    finish(session, assessment, *finishing, at=ours.at)
    session.commit()
    return assessment


def crawl(client, first: str) -> dict[str, str]:
    """Every page that can be reached by links, with what it says."""
    found: dict[str, str] = {}
    waiting = ["/", "/assessments", "/record", first, *(f"{first}/{page}" for page in PAGES)]
    while waiting:
        path = waiting.pop(0).replace("&amp;", "&")
        if path in found or path.startswith(AWAY) or len(found) > 250:
            continue
        answer = client._open("GET", path)
        found[path] = NOISE.sub(r"\1\2", text_of(answer)) if answer.status_code == 200 else ""
        if answer.mimetype == "text/html":
            waiting += [each for each in HREF.findall(answer.text) if "key-actions/" not in each or each.endswith((FIRST, SECOND))]
    return found


def own_words(role: str) -> set[str]:
    """The contributor is the fifth rater, and sees what they wrote themselves."""
    return {f"{CANARY}-note-4", f"{CANARY}-reason-4"} if role == "contributor" else set()


def leaks(pages: dict[str, str], role: str) -> list[tuple[str, str]]:
    """The words of others that a page shows."""
    found = ((path, word) for path, text in pages.items() for word in re.findall(rf"{CANARY}-\w+-\d", text))
    return [(path, word) for path, word in found if word not in own_words(role)]


def change_all_levels(ours, assessment) -> None:
    """Have everybody but the contributor chosen otherwise."""
    with ours.session() as session, session.begin():
        mine = ours.actor("contributor").member_id
        for row in session.scalars(sa.select(Rating).where(Rating.assessment_id == assessment.id, Rating.member_id != mine)):
            if row.level is not None:
                row.level = 4 - row.level


@pytest.mark.parametrize("role", READERS)
def test_with_four_of_five_finished_no_page_shows_or_depends_on_what_others_chose(sign_in, ours, rated, role):
    first = f"/assessments/{rated.id}"
    client = sign_in(role)
    before = crawl(client, first)
    assert len(before) > 8
    assert leaks(before, role) == []
    change_all_levels(ours, rated)
    after = crawl(client, first)
    assert {path for path in before if before[path] != after.get(path)} - OF_ACCOUNT == set()


def test_the_crawl_finds_a_planted_leak(sign_in, ours, rated, monkeypatch):
    """The control: were results shown one rater too early, both looks would see it."""
    monkeypatch.setattr("accountability.assessment.domain.ways.Standing.is_revealed", property(lambda _standing: True))
    first = f"/assessments/{rated.id}"
    before = crawl(sign_in("officer"), first)
    change_all_levels(ours, rated)
    after = crawl(sign_in("officer"), first)
    assert any(path.endswith("/spread") for path in before if before[path] != after[path])


def test_the_crawl_finds_words_once_they_may_be_seen(sign_in, ours, session, rated):
    """The control of the words: after closing, those who settle levels read them."""
    close(ours, session, rated, words="The meeting is tomorrow")
    session.commit()
    pages = crawl(sign_in("officer"), f"/assessments/{rated.id}")
    assert {word for _path, word in leaks(pages, "officer")} >= {f"{CANARY}-note-{number}" for number in range(4)}
    assert not any("-4" in word for _path, word in leaks(pages, "officer"))
    assert leaks(crawl(sign_in("viewer"), f"/assessments/{rated.id}"), "viewer") == []


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_find_no_words_of_raters(sign_in, rated, role):
    assert leaks(crawl(sign_in(role), f"/assessments/{rated.id}"), role) == []


def test_no_mail_and_no_entry_of_the_record_holds_an_answer(ours, session, rated):
    texts = [f"{mail.subject} {mail.text} {mail.html}" for mail in session.scalars(sa.select(OutboxMail))]
    texts += [str(row) for row in session.execute(sa.text("SELECT kind, details FROM journal_entry"))]
    assert not [text for text in texts if CANARY in text]


def archive_of(ours) -> dict[str, list]:
    """The rows that an archive of the organisation holds, by table."""
    with ours.session(read_only=True) as session:
        return {each.name: [dict(row) for row in each.rows()] for each in leaving_queries.list_tables(session)}


def test_an_archive_holds_blind_ratings_only_once_they_were_shown(ours, session, rated):
    assert CANARY not in str(archive_of(ours))
    close(ours, session, rated, words="The meeting is tomorrow")
    session.commit()
    held = str(archive_of(ours))
    assert f"{CANARY}-note-0" in held
    assert f"{CANARY}-note-4" not in held  # who had not finished


def test_an_archive_tells_neither_drafts_nor_who_finished_nor_exact_counts_of_anonymous_raters(ours, session):
    people = add_colleagues(ours, session, 14, at=ours.at)
    assessment = team_of(ours, session, people, way=Way.ANONYMOUS, finishing=people[:13])
    held = archive_of(ours)
    assert CANARY not in str(held)
    assert {row["finished_at"] for row in held["rater"]} == {None}
    close(ours, session, assessment)
    session.commit()
    counts = [row["people"] for row in archive_of(ours)["rating_tally"] if row["key_action"] == SECOND]
    assert counts == [10]  # 13 said so; what leaves is the least that reads "10–14"


def findings_of(ours, actor):
    with ours.session(read_only=True) as session:
        return str([each.rows for each in leaving_queries.list_findings(session, actor.person_id)])


def test_who_takes_their_own_data_along_gets_their_own_ratings_and_nobody_elses(ours, rated):
    mine = findings_of(ours, ours.actor("contributor"))
    assert f"{CANARY}-note-4" in mine
    assert f"{CANARY}-note-0" not in mine
    # The officer asked everybody, so they stand in the rows of the team; who has finished is not theirs to take.
    theirs = leaving_queries.list_findings
    with ours.session(read_only=True) as session:
        (team,) = [each for each in theirs(session, ours.actor("officer").person_id) if each.table == "rater"]
    assert {row[team.columns.index("finished_at")] for row in team.rows} == {None}


def test_a_signed_assessment_keeps_what_was_not_finished_to_itself(sign_in, ours, session, rated):
    close(ours, session, rated, words="The meeting is tomorrow")
    answer = says(1, note="Agreed")
    commands.settle_level(session, rated, key_action=FIRST, answer=answer, seen=0, by=ours.actor("officer"), at=ours.at)
    sign(ours, session, rated)
    session.commit()
    pages = crawl(sign_in("owner"), f"/assessments/{rated.id}")
    assert not any(word.endswith("-4") for _path, word in leaks(pages, "owner"))


def test_roles_are_all_looked_at():
    known = {*READERS, *OTHERS, "operator"}
    assert {role.value for role in Role} == known
