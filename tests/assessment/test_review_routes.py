"""The pages of the review and of what is said beside the levels, as members of different roles meet them."""

import pytest

from accountability.assessment import commands, queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.domain.talk import WorkStatus
from accountability.assessment.domain.ways import Way
from accountability.organisation.domain import SizeBand
from accountability.organisation.models import Organisation
from accountability.standard.domain import Depth
from tests.factories.assessment import FIRST, LAST, SECOND, level, rated, signed, start

NO_STAFF = "c09-a-fair-recruitment"


@pytest.fixture
def submitted(ours, assessment, at):
    """The assessment, waiting for a signature."""
    rated(ours, assessment, SECOND, level(2))
    with ours.session() as session, session.begin():
        found = queries.get_assessment(session, assessment.id)
        commands.submit_assessment(session, found, words="Two wait.", link="", by=ours.actor("officer"), at=at)
    return assessment


@pytest.fixture
def say(ours, assessment, at):
    """`say("board")`: a thread on a key action; its id."""

    def write(role, words="Who has the minutes?", *, slug=FIRST):
        with ours.session() as session, session.begin():
            found = queries.get_assessment(session, assessment.id)
            return commands.write_comment(session, found, key_action=slug, words=words, by=ours.actor(role), at=at).id

    return write


# Starting


def test_a_cycle_starts_under_a_mandate_from_the_one_before(sign_in, ours, assessment):
    signed(ours, assessment)
    client = sign_in("officer")
    text = client.get("/assessments/start").text
    assert f'<option selected value="{assessment.id}"' in text
    fields = {"name": "2027", "depth": "full", "mandate": "The board.", "mandate_on": "2026-03-03", "previous": assessment.id}
    answer = client.post("/assessments/start", fields)
    text = client.get(answer.location).text
    assert "Mandate: The board." in text
    assert "Begun from" in text
    assert "Last time" in client.get(f"{answer.location}/key-actions/{SECOND}").text


def test_the_address_names_the_cycle_to_begin_from(sign_in, ours, assessment):
    with ours.session() as session, session.begin():
        newer = start(ours, session, name="Newer")
    text = sign_in("officer").get(f"/assessments/start?from={newer.id}").text
    assert f'<option selected value="{newer.id}"' in text
    assert "<option selected" in sign_in("officer").get("/assessments/start?from=nonsense").text


def test_a_day_without_a_mandate_and_a_cycle_that_never_was_are_refused(sign_in):
    client = sign_in("officer")
    fields = {"name": "2027", "depth": "quick"}
    assert "Enter who decided" in client.post("/assessments/start", {**fields, "mandate_on": "2026-03-03"}, expect=422).text
    client.post("/assessments/start", {**fields, "previous": "no id"}, expect=422)


def test_the_last_answer_stands_beside_with_its_reason(sign_in, ours, assessment, at):
    signed(ours, assessment)
    with ours.session() as session, session.begin():
        given = {"name": "Next", "depth": Depth.QUICK, "previous_id": assessment.id}
        following = commands.start_assessment(session, **given, by=ours.actor("officer"), at=at)
    text = sign_in("contributor").get(f"/assessments/{following.id}/key-actions/{SECOND}").text
    assert "Last time" in text
    assert "checked" not in text


def test_what_is_not_asked_says_why_and_can_be_asked_all_the_same(sign_in, ours, at):
    with ours.session() as session, session.begin():
        session.get_one(Organisation, ours.organisation_id).size_band = SizeBand("0")
        made = start(ours, session, depth=Depth.FULL)
    address = f"/assessments/{made.id}"
    assert "Not asked of you, because: You have no paid posts" in sign_in("viewer").get(address).text
    assert "Ask it after all" not in sign_in("viewer").get(address).text
    client = sign_in("officer")
    client.get(address)
    card = client.post(f"{address}/key-actions/{NO_STAFF}/ask").location
    assert "Leave it out" in client.get(card).text
    client.post(f"{address}/key-actions/{NO_STAFF}/leave-out")
    client.get(f"{address}/key-actions/{NO_STAFF}", expect=404)
    client.post(f"{address}/key-actions/{FIRST}/leave-out", expect=409)


# Work


def test_work_is_marked_on_the_list_and_on_the_card_and_filtered(sign_in, address):
    client = sign_in("contributor")
    client.get(address)
    back = client.post(f"{address}/work", {"work": f"{FIRST}:waiting", "show": "unanswered"}).location
    assert back.endswith(f"?show=unanswered#item-{FIRST}")
    assert client.post(f"{address}/work", {"work": f"{SECOND}:ready", "from": "card"}).location.endswith(f"{SECOND}#work")
    text = client.get(f"{address}?status=waiting").text
    assert (FIRST in text, SECOND in text) == (True, False)
    assert "No key action fits" in client.get(f"{address}?status=working").text


@pytest.mark.parametrize("sent", ["", "nonsense", f"{FIRST}:almost", ":ready"])
def test_what_is_no_work_status_is_not_found(sign_in, address, sent):
    client = sign_in("officer")
    client.get(address)
    client.post(f"{address}/work", {"work": sent}, expect=404)


@pytest.mark.parametrize(("role", "offered"), [("contributor", True), ("viewer", False), ("board", False), ("reviewer", False)])
def test_work_is_offered_to_those_who_rate(sign_in, address, role, offered):
    assert ("aria-pressed" in sign_in(role).get(address).text) is offered


# Comments


def test_a_thread_goes_from_the_card_to_done(sign_in, ours, address, card):
    client = sign_in("contributor")
    client.get(card)
    assert client.post(f"{card}/comments", {"words": "Who has the minutes?"}).location.endswith("#comments")
    text = client.get(card).text
    assert "Who has the minutes?" in text
    assert "one open comment" in client.get(address).text
    board = sign_in("board")
    thread = text.partition(f"{address}/comments/")[2].partition('"')[0]
    page = f"{address}/comments/{thread}"
    board.get(page)
    board.post(page, {"words": "I have."})
    assert "Who has the minutes?" in board.get(f"{address}/comments").text
    board.post(f"{page}/done")
    assert "Nothing is open" in board.get(f"{address}/comments").text
    assert "marked by" in board.get(f"{card}/comments").text
    assert "Open it again" in board.get(page).text
    assert "is marked as done" in board.post(page, {"words": "More"}, expect=422).text
    board.post(f"{page}/open-again")
    assert "I have." in board.get(f"{address}/comments").text


def test_words_are_asked_for_and_kept_when_they_are_too_many(sign_in, card, say, address):
    client = sign_in("contributor")
    for page in (f"{card}/comments", f"{address}/comments/{say('officer')}"):
        client.get(page)
        assert "Enter what you want to say" in client.post(page, {"words": " "}, expect=422).text
        assert "x" * 4001 in client.post(page, {"words": "x" * 4001}, expect=422).text


def test_a_slip_is_removed_by_whoever_wrote_it(sign_in, address, say):
    mine = f"{address}/comments/{say('contributor')}"
    assert "Remove my last words" not in sign_in("officer").get(mine).text
    sign_in("officer").post(f"{mine}/remove", expect=409)
    client = sign_in("contributor")
    assert "does not go to the trash" in client.get(mine).text
    client.post(f"{mine}/remove")
    client.get(mine, expect=404)


@pytest.mark.parametrize("role", ["viewer", "data_entry", "safeguarding", "coordinator"])
def test_who_only_reads_writes_nothing(sign_in, card, address, say, role):
    page = f"{address}/comments/{say('officer')}"
    client = sign_in(role)
    for path in (f"{card}/comments", page, f"{page}/done", f"{page}/open-again", f"{page}/remove"):
        client.post(path, {"words": "Hello"}, expect=403)


def test_while_others_rate_alone_the_page_asks_to_keep_levels_out(sign_in, ours, at):
    with ours.session() as session, session.begin():
        given = {"name": "Blind", "depth": Depth.QUICK, "way": Way.NAMED}
        blind = commands.start_assessment(session, **given, by=ours.actor("officer"), at=at)
    card = f"/assessments/{blind.id}/key-actions/{FIRST}"
    for page in (card, f"{card}/comments"):
        assert "do not write which level you chose" in sign_in("officer").get(page).text


def test_the_dashboard_says_who_was_answered(sign_in, ours, assessment, say, at):
    thread = say("contributor")
    with ours.session() as session, session.begin():
        found = queries.get_assessment(session, assessment.id)
        commands.answer_comment(session, found, thread_id=thread, words="I have them.", by=ours.actor("board"), at=at)
    assert "I have them." in sign_in("contributor").get("/").text
    assert "I have them." not in sign_in("officer").get("/").text


# The review


def test_an_assessment_goes_from_hand_to_hand(sign_in, ours, assessment, address):
    rated(ours, assessment, SECOND, level(2))
    ours.actor("board")
    officer = sign_in("officer")
    assert "Board of" in officer.get(f"{address}/submit").text
    assert "Waits for a signature" in officer.get(officer.post(f"{address}/submit", {"words": "Two wait."}).location).text
    board = sign_in("board")
    assert "Look and sign off" in board.get("/assessments").text
    assert "Ask for changes" in board.get(f"{address}/sign-off").text
    board.get(f"{address}/request-changes")
    assert "Enter what should change" in board.post(f"{address}/request-changes", {"words": ""}, expect=422).text
    assert "Look at 3." in board.get(board.post(f"{address}/request-changes", {"words": "Look at 3."}).location).text
    assert "does not wait" in board.post(f"{address}/request-changes", {"words": "Again"}, expect=422).text
    board.get(f"{address}/sign-off")
    board.post(f"{address}/sign-off", {"has_read": "y", "seen": "1"})
    board.get(f"{address}/reopen")
    assert "Enter why" in board.post(f"{address}/reopen", {"words": ""}, expect=422).text
    text = board.get(board.post(f"{address}/reopen", {"words": "The audit came."}).location).text
    for step in (
        "submitted it for sign-off",
        "Two wait.",
        "asked for changes",
        "signed it off",
        "opened it again",
        "The audit came.",
    ):
        assert step in text
    assert "Remove this assessment" not in sign_in("officer").get(address).text


def test_who_submitted_takes_it_back(sign_in, submitted, address):
    client = sign_in("officer")
    assert "Take it back" in client.get(address).text
    client.post(f"{address}/take-back")
    assert "Go on rating" in client.get(address).text
    client.post(f"{address}/take-back", expect=409)


@pytest.mark.parametrize("role", ["officer", "contributor"])
def test_what_waits_for_a_signature_is_read_and_not_answered(sign_in, submitted, card, role):
    client = sign_in(role)
    text = client.get(card).text
    assert 'name="choice"' not in text
    assert "aria-pressed" not in text
    client.post(card, {"choice": "1", "version": "0"}, expect=422)


def test_nobody_to_sign_is_said(sign_in, ours, assessment, address):
    rated(ours, assessment, SECOND, level(2))
    assert "Nobody else can sign" in sign_in("officer").get(f"{address}/submit").text


def test_nothing_is_submitted_while_people_rate_alone(sign_in, ours, at):
    with ours.session() as session, session.begin():
        given = {"name": "Blind", "depth": Depth.QUICK, "way": Way.NAMED}
        blind = commands.start_assessment(session, **given, by=ours.actor("officer"), at=at)
    client = sign_in("owner")
    for page in ("submit", "sign-off"):
        client.get(f"/assessments/{blind.id}/{page}")
        fields = {"has_read": "y", "seen": "0"}
        assert "Close rating" in client.post(f"/assessments/{blind.id}/{page}", fields, expect=422).text


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("submit", {"owner", "officer"}),
        ("take-back", {"owner", "officer"}),
        ("request-changes", {"owner", "board"}),
        ("sign-off", {"owner", "board"}),
        ("reopen", {"owner", "board"}),
    ],
)
@pytest.mark.parametrize("role", ["owner", "officer", "contributor", "viewer", "board", "reviewer", "data_entry", "coordinator"])
def test_each_step_is_for_its_roles(sign_in, submitted, address, page, allowed, role):
    client = sign_in(role)
    status = client._open("POST", f"{address}/{page}", data={"csrf_token": client.csrf_token()}).status_code
    assert (status == 403) is (role not in allowed)


# The list of cycles


def test_the_list_says_who_waits_for_whom(sign_in, ours, submitted, at):
    with ours.session() as session, session.begin():
        start(ours, session, name="Running")
        given = {"name": "Unknown", "depth": Depth.QUICK, "way": Way.ANONYMOUS}
        hidden = commands.start_assessment(session, **given, by=ours.actor("officer"), at=at)
        who = [ours.actor(role).member_id for role in ("officer", "contributor")]
        commands.ask_raters(
            session, hidden, members=who, sections=(), rule=RATE_KEY_ACTION, link="", by=ours.actor("officer"), at=at
        )
    text = sign_in("officer").get("/assessments").text
    assert "Waits for an owner or the board" in text
    assert "Waits for answers to 24 key actions" in text
    assert "Fewer than ten have finished; how many exactly is not shown" in text


# From outside


def test_a_reviewer_suggests_and_the_organisation_sees_it_beside(sign_in, ours, assessment, card):
    signed(ours, assessment)
    client = sign_in("reviewer")
    assert "Suggest a level" in client.get(card).text
    client.get(f"{card}/suggest")
    assert "Enter why" in client.post(f"{card}/suggest", {"level": "2"}, expect=422).text
    assert "Select the level" in client.post(f"{card}/suggest", {"words": "Why"}, expect=422).text
    client.post(f"{card}/suggest", {"level": "2", "words": "I read the minutes."})
    assert "Change what you suggested" in client.get(card).text
    assert "I read the minutes." in client.get(f"{card}/suggest").text
    text = sign_in("viewer").get(card).text
    assert "I read the minutes." in text
    assert "never replaces it" in text


def test_a_reviewer_begins_with_what_they_were_asked(sign_in, assessment, card):
    client = sign_in("reviewer")
    assert "Of 2 key actions, you suggested a level for 0." in client.get("/").text
    client.get(f"{card}/suggest")
    client.post(f"{card}/suggest", {"level": "2", "words": "Why"})
    assert "Under way" in client.get("/").text


def test_a_reviewer_without_an_assessment_is_told(sign_in):
    assert "Nothing to look at yet" in sign_in("reviewer").get("/").text


def test_outside_of_their_parts_there_is_nothing_for_a_reviewer(sign_in, address, say):
    far = f"{address}/key-actions/{LAST}"
    thread = f"{address}/comments/{say('officer', slug=LAST)}"
    client = sign_in("reviewer")
    for path in (far, f"{far}/comments", f"{far}/suggest", thread):
        client.get(path, expect=404)
    for path in (f"{far}/comments", f"{far}/suggest", thread, f"{thread}/done", f"{thread}/open-again", f"{thread}/remove"):
        client.post(path, {"words": "Hello", "level": "2"}, expect=404)
    assert "minutes" not in client.get(f"{address}/comments").text


def test_a_reviewer_does_not_read_what_was_said_about_the_whole(sign_in, submitted, address):
    assert "Two wait." in sign_in("viewer").get(address).text
    text = sign_in("reviewer").get(address).text
    assert "submitted it for sign-off" in text
    assert "Two wait." not in text


# The neighbour


def test_the_neighbours_threads_do_not_exist(sign_in, ours, theirs, address, at):
    with theirs.session() as session, session.begin():
        foreign = start(theirs, session)
        words = {"key_action": FIRST, "words": theirs.name}
        thread = commands.write_comment(session, foreign, **words, by=theirs.actor("officer"), at=at)
    client = sign_in("owner")
    for path in (f"{address}/comments/{thread.id}", f"/assessments/{foreign.id}/comments/{thread.id}"):
        client.get(path, expect=404)
        client.post(path, {"words": "Hello"}, expect=404)


# How much is asked of the database


@pytest.mark.parametrize("page", ["", f"/key-actions/{FIRST}", "/comments", f"/key-actions/{FIRST}/comments"])
def test_a_page_costs_the_same_with_one_comment_and_with_many(sign_in, ours, assessment, address, say, at, page):
    def busy(times):
        for number in range(times):
            say("officer", f"Word {number}")
        with ours.session() as session, session.begin():
            found = queries.get_assessment(session, assessment.id)
            for slug in [FIRST, SECOND][:times]:
                commands.mark_work(session, found, key_action=slug, work=WorkStatus.READY, by=ours.actor("officer"), at=at)
                given = {"key_action": slug, "level": times % 5, "words": "Why"}
                commands.suggest_level(session, found, **given, by=ours.actor("reviewer"), at=at)

    client, costs = sign_in("officer"), []
    for times in (1, 8):
        busy(times)
        client.get(address + page)
        costs.append(client.queries)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("page", ["/", "/assessments"])
def test_cycles_and_threads_cost_the_same_few_or_many(sign_in, ours, at, page):
    def cycles(times):
        with ours.session() as session, session.begin():
            for number in range(times):
                made = start(ours, session, name=f"Cycle {number}")
                words = {"key_action": FIRST, "words": "Who?"}
                thread = commands.write_comment(session, made, **words, by=ours.actor("officer"), at=at)
                commands.answer_comment(session, made, thread_id=thread.id, words="I.", by=ours.actor("board"), at=at)

    client, costs = sign_in("officer"), []
    for times in (1, 9):
        cycles(times)
        client.get(page)
        costs.append(client.queries)
    assert costs[0] == costs[1]


def test_what_was_asked_for_stands_at_the_top_until_it_is_submitted_again(sign_in, ours, submitted, at):
    with ours.session() as session, session.begin():
        found = queries.get_assessment(session, submitted.id)
        commands.request_changes(session, found, words="Look at complaints again.", link="", by=ours.actor("board"), at=at)
    text = sign_in("officer").get(f"/assessments/{submitted.id}").text
    assert text.index("Changes are asked for") < text.index("Look at complaints again.") < text.index("What happened so far")


def test_what_waits_for_a_signature_or_a_change_stands_on_the_first_page_of_who_can_act(sign_in, ours, submitted, at):
    assert "sign it off" in sign_in("board").get("/").text
    assert "sign it off" not in sign_in("contributor").get("/").text
    with ours.session() as session, session.begin():
        found = queries.get_assessment(session, submitted.id)
        commands.request_changes(session, found, words="Look again.", link="", by=ours.actor("board"), at=at)
    assert "Changes are asked for" in sign_in("officer").get("/").text
    assert "sign it off" not in sign_in("board").get("/").text
