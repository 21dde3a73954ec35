"""A bank of questions: questions others have already thought about, to start a survey from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accountability.survey.domain.kinds import KINDS
from accountability.survey.domain.questionnaire import QuestionDraft


@dataclass(frozen=True, kw_only=True)
class BankQuestion:
    """One question of a bank. `audience` is who it is meant for; a sensitive one rules out the threshold of five."""

    id: str
    draft: QuestionDraft
    dimension: str
    audience: str
    is_sensitive: bool


def read_bank(entries: Iterable[Mapping[str, Any]]) -> tuple[BankQuestion, ...]:
    """The questions of a bank file, each checked; KeyError or a Refusal when the file is broken."""
    return tuple(_read_question(entry) for entry in entries)


def _read_question(entry: Mapping[str, Any]) -> BankQuestion:
    settings = {**entry["settings"], **({"is_recommendation": True} if entry["recommendation"] else {})}
    draft = QuestionDraft(
        kind=KINDS[entry["kind"]].restored(settings),
        wording=entry["text"],
        hint=entry["help"] or "",
        commitments=tuple(entry["commitments"]),
        bank_id=entry["id"],
        is_core=entry["core"],
    )
    return BankQuestion(
        id=entry["id"],
        draft=draft.checked(),
        dimension=entry["dimension"],
        audience=entry["audience"],
        is_sensitive=entry["sensitive"],
    )
