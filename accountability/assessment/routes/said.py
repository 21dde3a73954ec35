"""What raters chose, in words and as marks of a chart."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accountability.assessment.domain.closing import CHOICES, choice_of
from accountability.assessment.domain.ratings import Verdict
from accountability.assessment.domain.spread import Opinion, Share
from accountability.assessment.queries.spread import Compared
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.standard.domain import Level

DOTS = 10  # marks that stand for all raters where only shares are known


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One choice on the strip of a key action: how many marks, who or how many in words. Level is None beside the scale."""

    label: str
    level: int | None
    marks: int
    text: str
    who: tuple[str, ...] = ()

    @property
    def is_chosen(self) -> bool:
        """Whether there is anything to draw."""
        return self.marks > 0


def strips(compared: Compared, *, levels: Sequence[Level], names: Mapping[uuid.UUID, str]) -> list[Strip]:
    """The five levels and the two other answers; empty when nothing may be shown."""
    if not compared.opinion.shares:
        return []
    who: dict[str, list[str]] = {}
    for member_id, answer in compared.said.items():
        who.setdefault(choice_of(answer) or "", []).append(names.get(member_id, "–"))
    labels = {str(each.value): f"{each.value} · {each.name}" for each in levels}
    labels |= {Verdict.NOT_APPLICABLE.value: _("Not applicable"), Verdict.DONT_KNOW.value: _("Don’t know")}
    return [
        Strip(
            label=labels[key],
            level=int(key) if key.isdigit() else None,
            marks=_marks(compared.opinion.share_of(key)),
            text=say_share(compared.opinion.share_of(key)),
            who=tuple(sorted(who.get(key, []))),
        )
        for key in CHOICES
    ]


def _marks(share: Share) -> int:
    if share.percent is None:
        return share.people or 0
    return 0 if not share.is_seen else max(1, share.percent * DOTS // 100)


def say_share(share: Share) -> str:
    """How many, as far as it may be said."""
    if share.percent is None:
        return ngettext("1 person", "%(number)s people", share.people or 0) if share.people else _("nobody")
    if share.is_nearly_all:
        return _("over 90 %")
    return _("%(percent)s %%", percent=share.percent) if share.is_seen else _("under 10 %")


def say_knowledge(opinion: Opinion) -> str | None:
    """How many know the policy that a key action asks for; None when it was not asked or may not be shown."""
    if not opinion.knowledge:
        return None
    known = opinion.knowledge[0]
    if known.percent is None:
        return _("%(people)s of %(all)s know it", people=known.people or 0, all=opinion.known_by)
    return _("%(share)s of those asked know it", share=say_share(known))
