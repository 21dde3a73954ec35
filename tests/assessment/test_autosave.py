"""The card in a real browser: saved as it is given, honest when it is not, and nobody overwritten."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
NEXT = "c04-d-learn-adapt"
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def state(page):
    return expect(page.locator("[data-save-state]"))


def flag(page):
    return page.get_by_role("checkbox", name="Come back to this one")


def test_an_answer_is_saved_as_it_is_given(open_as):
    page = open_as("contributor")
    page.get_by_label("3 · How we work").check()
    state(page).to_have_text(SAVED)
    page.get_by_label("Note").press_sequentially("see minutes")
    state(page).to_have_text("Saving…")
    state(page).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("3 · How we work")).to_be_checked()
    expect(page.get_by_label("Note")).to_have_value("see minutes")


def test_without_a_network_it_says_so_keeps_trying_and_asks_before_leaving(open_as):
    page, asked = open_as("contributor"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    page.get_by_label("Note").press_sequentially("typed in a tunnel")
    state(page).to_have_text("Not saved – we keep trying")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    state(page).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Note")).to_have_value("typed in a tunnel")


def test_the_button_saves_first_and_goes_on_only_then(open_as, served):
    page = open_as("contributor")
    page.context.set_offline(True)
    page.get_by_label("2 · Taking shape").check()
    page.get_by_role("button", name="Save and next").click()
    state(page).to_have_text("Not saved – we keep trying")
    assert page.url == served.card()
    page.context.set_offline(False)
    state(page).to_have_text(SAVED)
    page.get_by_role("button", name="Save and next").click()
    page.wait_for_url(served.card(NEXT))


def test_a_link_waits_for_the_words_just_typed(open_as):
    page = open_as("contributor")
    page.get_by_label("Note").fill("last words")
    page.get_by_role("link", name="Cycle 2026").click()
    page.wait_for_url(re.compile(r"/assessments/[0-9a-f-]+$"))
    page.go_back()
    page.reload()
    expect(page.get_by_label("Note")).to_have_value("last words")


def test_not_applicable_is_saved_with_its_reason_only(open_as):
    page = open_as("contributor")
    expect(page.get_by_label("Why does it not apply")).to_be_hidden()
    page.get_by_label("Not applicable to us").check()
    state(page).to_have_text("Not saved: enter why it does not apply to you.")
    page.get_by_label("Why does it not apply").fill("We have no offices")
    state(page).to_have_text(SAVED)


def test_two_browsers_on_one_card_are_joined(open_as):
    first, second = open_as("contributor"), open_as("officer")
    flag(first).check()
    state(first).to_have_text(SAVED)
    second.get_by_label("3 · How we work").check()
    state(second).to_have_text(re.compile("Joined with what somebody else changed"))
    expect(flag(second)).to_be_checked()


def test_two_different_answers_are_shown_and_mine_can_be_kept(open_as):
    first, second = open_as("contributor"), open_as("officer")
    first.get_by_label("1 · First steps").check()
    state(first).to_have_text(SAVED)
    second.get_by_label("4 · Leading with others").check()
    state(second).to_have_text(re.compile("somebody else answered differently"))
    for words in ("Contributor of Otvorena Vrata", "1 · First steps", "4 · Leading with others"):
        expect(second.locator("[data-dispute]")).to_contain_text(words)
    second.get_by_role("button", name="Keep mine").click()
    state(second).to_have_text(SAVED)
    first.reload()
    expect(first.get_by_label("4 · Leading with others")).to_be_checked()


def test_theirs_can_be_taken(open_as):
    first, second = open_as("contributor"), open_as("officer")
    first.get_by_label("1 · First steps").check()
    state(first).to_have_text(SAVED)
    second.get_by_label("4 · Leading with others").check()
    second.get_by_role("link", name="Take theirs").click()
    expect(second.get_by_label("1 · First steps")).to_be_checked()


def test_after_signing_in_again_in_another_tab_it_is_saved(open_as, served):
    page = open_as("contributor")
    page.context.clear_cookies()
    page.get_by_label("2 · Taking shape").check()
    state(page).to_have_text(re.compile("you are signed out"))
    page.context.add_cookies([served.cookie("contributor")])
    state(page).to_have_text(SAVED, timeout=15_000)


def test_without_script_the_button_saves_and_goes_on(open_as, served):
    page = open_as("contributor", java_script_enabled=False)
    page.get_by_label("4 · Leading with others").check()
    page.get_by_role("button", name="Save and next").click()
    page.wait_for_url(served.card(NEXT))
    page.goto(served.card())
    expect(page.get_by_label("4 · Leading with others")).to_be_checked()
