"""The starter bank of questions covers the standard, so that constituent voice can stand beside every self-score."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import accountability.survey
from accountability.standard.queries import shipped_pack
from accountability.survey.domain import KINDS, Kind

Question = dict[str, Any]
BANK = Path(accountability.survey.__path__[0]) / "bank" / "starter.yaml"
ENTRIES = {
    *("id", "text", "help", "kind", "settings", "commitments", "dimension", "audience"),
    *("core", "sensitive", "recommendation", "provenance", "review_status"),
}
CORE = {"q-recommend", "q-respect", "q-influence", "q-know-complain", "q-heard-back", "q-trust", "q-good", "q-better"}


@pytest.fixture
def questions() -> list[Question]:
    """The questions as they stand in the file."""
    listed: list[Question] = yaml.safe_load(BANK.read_text(encoding="utf-8"))["questions"]
    return listed


def kind_of(question: Question) -> Kind:
    """The kind with the question's settings, as a survey would ask it."""
    return KINDS[question["kind"]].restored(question["settings"]).checked()


def uncovered(questions: list[Question]) -> set[str]:
    """Commitments that no question to constituents with a better and a worse answer speaks about."""
    heard = {
        slug
        for question in questions
        if question["audience"] == "constituent" and kind_of(question).has_worth
        for slug in question["commitments"]
    }
    return {str(commitment.slug) for commitment in shipped_pack().commitments} - heard


def test_every_question_is_complete(questions: list[Question]) -> None:
    assert [question["id"] for question in questions if set(question) != ENTRIES] == []
    needed = ENTRIES - {"settings", "commitments", "core", "sensitive", "recommendation"}
    assert [question["id"] for question in questions if not all(question[entry] for entry in needed)] == []


def test_ids_are_unique_and_all_kinds_occur(questions: list[Question]) -> None:
    assert [name for name, times in Counter(question["id"] for question in questions).items() if times > 1] == []
    assert {question["kind"] for question in questions} == set(KINDS)


def test_settings_fit_the_kind(questions: list[Question]) -> None:
    assert all(kind_of(question).stored().keys() >= question["settings"].keys() for question in questions)


def test_commitments_exist_in_the_standard(questions: list[Question]) -> None:
    known = {commitment.slug for commitment in shipped_pack().commitments}
    assert {slug for question in questions for slug in question["commitments"]} <= known
    assert [question["id"] for question in questions if not question["commitments"]] == ["q-good", "q-better"]


def test_constituents_can_speak_about_every_commitment(questions: list[Question]) -> None:
    assert uncovered(questions) == set()


def test_an_uncovered_commitment_would_be_noticed(questions: list[Question]) -> None:
    assert uncovered([question for question in questions if question["id"] != "q-env"]) == {"c03-healthy-planet"}


def test_the_core_is_fixed_and_asked_of_constituents(questions: list[Question]) -> None:
    core = [question for question in questions if question["core"]]
    assert {question["id"] for question in core} == CORE
    assert {question["audience"] for question in core} == {"constituent"}


def test_only_one_question_gives_the_recommendation_score(questions: list[Question]) -> None:
    assert [question["id"] for question in questions if question["recommendation"]] == ["q-recommend"]


def test_questions_are_short(questions: list[Question]) -> None:
    assert [question["id"] for question in questions if len(question["text"].split()) > 20] == []


def test_audiences_are_known(questions: list[Question]) -> None:
    assert {question["audience"] for question in questions} == {"constituent", "partner", "staff"}
