"""What staff does to listen and to answer back: survey, promise, publication, results, themes, decisions, reply."""

import re
from datetime import UTC, datetime, timedelta

from tests.journeys.visitor import Visitor, follow, press, see, text_of

PROMISE = {
    "What can change": "The hours of the drop-in centre and what the evening groups are about.",
    "Who decides": "Our team, together with the board, at its meeting in two weeks.",
    "What is off the table": "The budget of the centre; the town sets it.",
}
OWN_WORDS = ("q-good", "q-better")


def in_days(number: int) -> str:
    """A day from now on, as a date field takes it."""
    return (datetime.now(UTC).date() + timedelta(days=number)).isoformat()


def start_survey(visitor: Visitor, title: str) -> str:
    """Begin with the core questions of the bank; return the survey's path."""
    page = visitor.open("/surveys")
    see(visitor, "Surveys")
    follow(visitor, "Start a survey")
    see(visitor, "Start a survey")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Language of the questions").select_option("en")
    press(visitor, "Choose questions")
    see(visitor, "Choose questions")
    press(visitor, "Put them into the survey")
    see(visitor, title)
    return page.url.removeprefix(visitor.home)


def make_promise(visitor: Visitor, survey: str) -> None:
    page = visitor.open(f"{survey}/promise")
    see(visitor, "Your promise")
    for label, text in PROMISE.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("We reply by").fill(in_days(30))
    press(visitor, "Save the promise")
    see(visitor)


def publish(visitor: Visitor, survey: str) -> str:
    """Go public; return the address to hand out."""
    page = visitor.open(f"{survey}/publish")
    see(visitor, "Publish")
    press(visitor, "Publish now")
    see(visitor)
    return page.get_by_label("Address to hand out").input_value()


def close(visitor: Visitor, survey: str) -> None:
    visitor.open(f"{survey}/close")
    see(visitor, "Close the survey")
    press(visitor, "Close it now")
    see(visitor)


def results_show(visitor: Visitor, survey: str, words: str) -> bool:
    """Whether the results say this now."""
    visitor.open(f"{survey}/results")
    return words in text_of(visitor)


def write_theme(visitor: Visitor, survey: str, heard: str, *, people: str) -> None:
    page = visitor.open(f"{survey}/reply/themes/add")
    see(visitor, "What did you hear?")
    page.get_by_label("What you heard, in one line").fill(heard)
    page.get_by_label("How many said so").select_option(label=people)
    press(visitor, "Save the theme")
    see(visitor)


def decide(visitor: Visitor, survey: str, heard: str, decision: str, *, reason: str, in_how_many_days: int | None = None) -> None:
    """Accept, partly accept or decline, with the reason."""
    page = visitor.open(f"{survey}/reply")
    follow(visitor, re.compile(rf"^Decide\s*:\s*{heard}"))
    see(visitor, "Decide a theme")
    page.get_by_role("radio", name=decision, exact=True).check()
    page.get_by_label("What will happen and why, or why not").fill(reason)
    if in_how_many_days:
        page.get_by_label("By when").fill(in_days(in_how_many_days))
    press(visitor, "Save the decision")
    see(visitor)


def write_thanks(visitor: Visitor, survey: str, thanks: str) -> None:
    page = visitor.open(f"{survey}/reply/words")
    see(visitor, "The words around the themes")
    page.get_by_label("Thanks").fill(thanks)
    press(visitor, "Save the words")
    see(visitor)


def publish_reply(visitor: Visitor, survey: str) -> None:
    """Read it as a stranger, then say it for good."""
    page = visitor.open(f"{survey}/reply/preview")
    see(visitor)
    page.get_by_role("link", name="Go on to publishing").click()
    page.wait_for_url("**/publish")
    see(visitor, "Publish this reply?")
    page.get_by_label("I have read it as a stranger would").check()
    press(visitor, "Publish for good")
    see(visitor)
