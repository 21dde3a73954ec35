"""What is wrong with an answer to somebody who asked about something of others."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.attacks.matrix.asking import Answer, Asker, Who


@dataclass(frozen=True)
class Leak:
    """One thing that one request told or did and must not have."""

    kind: str
    who: Who
    request: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.who}: {self.request}: {self.detail}"


def compare(asker: Asker, who: Who, request: str, answer: Answer, twin: Answer, again: Callable[[], Answer]) -> list[Leak]:
    """What `answer` tells that its `twin`, the answer about an id that never was, does not; and what it changed.

    `again` asks for the twin once more.
    """
    found = [
        ("trouble", str(answer.status)) if answer.status >= 500 else None,
        ("existence", f"{answer.status} instead of {twin.status}{_first_difference(answer, twin)}")
        if not answer.is_like(twin, again)
        else None,
        shown(asker, who, answer),
        written(asker, who, answer, twin),
    ]
    return [Leak(each[0], who, request, each[1]) for each in found if each]


def shown(asker: Asker, who: Who, answer: Answer) -> tuple[str, str] | None:
    """Words of other organisations that do not stand in any row of who asks."""
    words = answer.words - asker.known_words(who) if answer.words else set()
    return ("content", f"shows {', '.join(sorted(words))}") if words else None


def written(asker: Asker, who: Who, answer: Answer, twin: Answer) -> tuple[str, str] | None:
    """Tables in which rows of others changed, if the twin did not change them too, as a link from somebody's letter may.

    Who is new in the World is nobody's neighbour yet.
    """
    changed = _tables_of_others(asker, who, answer) - _tables_of_others(asker, who, twin)
    return ("write", f"changes {', '.join(sorted(changed))} of others") if changed else None


def _tables_of_others(asker: Asker, who: Who, answer: Answer) -> set[str]:
    actor = asker.actor(who)
    return {row.table for row in answer.changes if row.owners & asker.owners and not row.is_seen_by(actor)}


def _first_difference(answer: Answer, twin: Answer) -> str:
    if answer.status != twin.status:
        return ""
    if answer.same[1] != twin.same[1]:
        return f", sent to {answer.location} instead of {twin.location}"
    pairs = zip(answer.same[2].splitlines(), twin.same[2].splitlines(), strict=False)
    return next((f", {one.strip()!r} instead of {other.strip()!r}" for one, other in pairs if one != other), ", another length")
