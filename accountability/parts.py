"""Parts that a reviewer from outside is limited to: named by the capability that has them, held by the session like the tenant."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

_named: list[Callable[[], Sequence[tuple[str, str]]]] = []


def offer(name_parts: Callable[[], Sequence[tuple[str, str]]]) -> None:
    """Let reviewers be limited to these parts, each (slug, title). Used by app.py only."""
    if name_parts not in _named:
        _named.append(name_parts)


def offered() -> list[tuple[str, str]]:
    """Everything a reviewer may be limited to, in order, as (slug, title)."""
    return [part for name_parts in _named for part in name_parts()]


def narrow(session: Session, parts: frozenset[str] | None) -> None:
    """From now on the session sees these parts only; None lifts the limit."""
    session.info["parts"] = parts


def seen(session: Session | None) -> frozenset[str] | None:
    """The parts that the session is limited to; None: it sees all. What belongs to no session sees none."""
    return frozenset() if session is None else session.info.get("parts")
