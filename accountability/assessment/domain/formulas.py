"""The rules that turn levels into means, by version. A version is never changed: what was signed under it stays computable.

An assessment keeps the version it was started with. Version 1: every key action weighs the same and "not applicable" is left out.
Version 2: a key action weighs what its pack says, and the pack says how "not applicable" counts.
"""

from dataclasses import dataclass
from types import MappingProxyType

from accountability.refusal import Refusal

FORMULA = "2"


class FormulaIsUnknown(Refusal):
    """The assessment came from a newer installation."""

    message = (
        "These results were computed by rules (version %(version)s) that this installation does not know yet. Update it first."
    )


@dataclass(frozen=True, kw_only=True)
class Formula:
    """What differs between versions: whether weights of the pack count, and whether the pack says how "not applicable" counts."""

    version: str
    is_weighted: bool
    asks_the_pack: bool


FORMULAS = MappingProxyType(
    {
        "1": Formula(version="1", is_weighted=False, asks_the_pack=False),
        "2": Formula(version="2", is_weighted=True, asks_the_pack=True),
    }
)
NEWEST = FORMULAS[FORMULA]


def formula_of(version: str) -> Formula:
    """The rules of that version. Raises FormulaIsUnknown."""
    if version not in FORMULAS:
        raise FormulaIsUnknown(version=version)
    return FORMULAS[version]
