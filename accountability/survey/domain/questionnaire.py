"""Questions, the frozen questionnaire people answer, and what is accepted as an answer to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from accountability.survey.domain.kinds import KINDS, Answer, Kind
from accountability.survey.domain.refusals import (
    NothingIsAnswered,
    QuestionsAreTooMany,
    WordingIsMissing,
    WordingIsTooLong,
)
from accountability.survey.domain.values import (
    HINT_LIMIT,
    QUESTION_LIMIT,
    WORDING_LIMIT,
    Promise,
    Protection,
    QuestionId,
)


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """A question as somebody wrote it. `commitments` are slugs of the standard; `bank_id` says where it came from."""

    kind: Kind
    wording: str
    hint: str = ""
    commitments: tuple[str, ...] = ()
    bank_id: str | None = None
    is_core: bool = False

    def checked(self) -> Self:
        """The question itself when it may be asked; else a Refusal."""
        if not self.wording.strip():
            raise WordingIsMissing
        if len(self.wording) > WORDING_LIMIT or len(self.hint) > HINT_LIMIT:
            raise WordingIsTooLong(limit=WORDING_LIMIT)
        self.kind.checked()
        return self


@dataclass(frozen=True, kw_only=True)
class AskedQuestion(QuestionDraft):
    """A question in its place. `number` is short, unique in the survey and stable through all versions."""

    id: QuestionId
    number: int

    @property
    def form_name(self) -> str:
        """The name of its field on the page."""
        return f"q{self.number}"

    def asks_the_same(self, other: "AskedQuestion") -> bool:
        """Whether answers to both may be counted together: same words, same answers offered."""
        return (self.id, self.wording, self.kind) == (
            other.id,
            other.wording,
            other.kind,
        )

    def stored(self) -> dict[str, Any]:
        """The question as plain JSON."""
        return {
            "id": str(self.id),
            "number": self.number,
            "kind": self.kind.name,
            "settings": self.kind.stored(),
            "wording": self.wording,
            "hint": self.hint,
            "commitments": list(self.commitments),
            "bank_id": self.bank_id,
            "is_core": self.is_core,
        }

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Self:
        """The question from what `stored` gave."""
        return cls(
            id=QuestionId(UUID(stored["id"])),
            number=stored["number"],
            kind=KINDS[stored["kind"]].restored(stored["settings"]),
            wording=stored["wording"],
            hint=stored["hint"],
            commitments=tuple(stored["commitments"]),
            bank_id=stored["bank_id"],
            is_core=stored["is_core"],
        )


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """All that a person is told and asked. Published, it is frozen as a version."""

    title: str
    language: str
    promise: Promise
    protection: Protection
    questions: tuple[AskedQuestion, ...]

    def check_answers(self, answers: Mapping[str, Answer]) -> "Answers":
        """Answers by form name, sorted apart; NothingIsAnswered when every question was skipped."""
        given = {question: answers.get(question.form_name, ()) for question in self.questions}
        if not any(given.values()):
            raise NothingIsAnswered
        return Answers(
            choices={str(question.number): given[question] for question in given if given[question] and not question.kind.is_text},
            texts={str(question.number): given[question][0] for question in given if given[question] and question.kind.is_text},
        )

    def stored(self) -> dict[str, Any]:
        """The questionnaire as plain JSON."""
        promise, protection = self.promise, self.protection
        return {
            "title": self.title,
            "language": self.language,
            "promise": {
                "can_change": promise.can_change,
                "who_decides": promise.who_decides,
                "off_the_table": promise.off_the_table,
                "reply_by": promise.reply_by.isoformat() if promise.reply_by else None,
            },
            "protection": {
                "threshold": protection.threshold,
                "mix_at_least": protection.mix_at_least,
            },
            "questions": [question.stored() for question in self.questions],
        }

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Self:
        """The questionnaire from what `stored` gave."""
        reply_by = stored["promise"]["reply_by"]
        return cls(
            title=stored["title"],
            language=stored["language"],
            promise=Promise(
                **{
                    **stored["promise"],
                    "reply_by": date.fromisoformat(reply_by) if reply_by else None,
                }
            ),
            protection=Protection(**stored["protection"]),
            questions=tuple(AskedQuestion.restored(question) for question in stored["questions"]),
        )


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One person's answers by question number, the free texts apart from the rest."""

    choices: Mapping[str, Answer]
    texts: Mapping[str, str]

    def body(self) -> str:
        """One text for one set of answers, so that two sendings can be compared."""
        plain = {
            "choices": {key: list(value) for key, value in self.choices.items()},
            "texts": dict(self.texts),
        }
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_body(cls, body: str) -> Self:
        """The answers that `body` wrote."""
        plain = json.loads(body)
        return cls(
            choices={key: tuple(value) for key, value in plain["choices"].items()},
            texts=plain["texts"],
        )


def keep_origin(before: QuestionDraft, after: QuestionDraft) -> QuestionDraft:
    """The changed question, still the bank's if it asks the same: core questions are compared only word for word."""
    if (before.wording, before.kind) != (after.wording, after.kind):
        return after
    return replace(after, bank_id=before.bank_id, is_core=before.is_core)


def refuse_more_questions(existing: int, *, wanted: int = 1) -> None:
    """Raise QuestionsAreTooMany when a survey with `existing` questions cannot take `wanted` more."""
    if existing + wanted > QUESTION_LIMIT:
        raise QuestionsAreTooMany(limit=QUESTION_LIMIT)


def move(order: Sequence[QuestionId], question_id: QuestionId, *, steps: int) -> list[QuestionId]:
    """The order with one question moved up (negative) or down; it stops at the ends."""
    place = order.index(question_id)
    rest = [other for other in order if other != question_id]
    rest.insert(min(max(place + steps, 0), len(rest)), question_id)
    return rest
