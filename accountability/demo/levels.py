"""The levels the demo's organisations give themselves: means from the published figures, spread like real ones.

A level is a target plus what the organisation, the commitment and the key action add, rounded up or down by chance so
that rounding moves no mean. Effects are drawn for all organisations together and centred, so a region of sixty meets its
targets closely and a single organisation still looks like itself in every round.
"""

from dataclasses import dataclass
from random import Random
from statistics import fmean

from accountability.demo.figures import ORIGINS, commitment_of
from accountability.demo.stories import World

ORGANISATION_SPREAD = 0.42  # levels, standard deviation
COMMITMENT_SPREAD = 0.45
KEY_ACTION_SPREAD = 0.5
ROUND_STEP = 0.06  # levels by which the region gets better from round to round
NOT_APPLICABLE_SHARE = 0.02
DONT_KNOW_SHARE = 0.01
TOP = 4


@dataclass(frozen=True, kw_only=True)
class LevelStory:
    """What one organisation answers for one key action: a level, or neither, and then `is_applicable` tells which."""

    level: int | None
    is_applicable: bool = True


Sheet = dict[str, LevelStory]  # by key action, "c01-a" … "c12-d"


def draw_sheets(world: World, *, round_index: int) -> dict[str, Sheet]:
    """One sheet for every organisation of the world in that round (0 oldest; the open round is the last)."""
    drift = ROUND_STEP * (round_index - 1)
    sheets: dict[str, Sheet] = {organisation.key: {} for organisation in world.organisations}
    whole = _centred(world, "organisation", ORGANISATION_SPREAD)
    parts = {
        commitment: _centred(world, f"commitment:{commitment}", COMMITMENT_SPREAD)
        for commitment in sorted({commitment_of(code) for code in ORIGINS})
    }
    for code, origin in ORIGINS.items():
        single = _centred(world, f"key action:{code}", KEY_ACTION_SPREAD)
        latent = {key: origin.target + drift + whole[key] + parts[commitment_of(code)][key] + single[key] for key in sheets}
        shift = _shift_for(list(latent.values()), mean=origin.target + drift)
        for key, sheet in sheets.items():
            random = Random(f"{world.seed}:{code}:{key}:{round_index}")
            # A commitment with two gaps may have no level left in the quick scan, and could not be compared.
            has_gap = any(sheet[other].level is None for other in sheet if commitment_of(other) == commitment_of(code))
            sheet[code] = _answer(random, latent[key] + shift, may_be_gap=not has_gap)
    return sheets


def commitment_means(sheet: Sheet) -> dict[str, float]:
    """The mean level per commitment over what has a level; 2.0 where nothing has one."""
    levels: dict[str, list[int]] = {commitment_of(code): [] for code in ORIGINS}
    for code, answer in sheet.items():
        if answer.level is not None:
            levels[commitment_of(code)].append(answer.level)
    return {commitment: fmean(found) if found else 2.0 for commitment, found in levels.items()}


def _centred(world: World, name: str, spread: float) -> dict[str, float]:
    """A normal effect for every organisation, of mean zero over all of them."""
    random = Random(f"{world.seed}:{name}")
    effects = {organisation.key: random.gauss(0, spread) for organisation in world.organisations}
    middle = fmean(effects.values())
    return {key: effect - middle for key, effect in effects.items()}


def _shift_for(latent: list[float], *, mean: float) -> float:
    """What to add to all so that their mean, cut off at 0 and 4, is `mean`: cutting alone would lower high targets."""
    low, high = -1.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        if fmean(_clip(value + middle) for value in latent) < mean:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _answer(random: Random, latent: float, *, may_be_gap: bool) -> LevelStory:
    """A level by chance rounding, or one of the two answers that are not levels."""
    roll = random.random() if may_be_gap else 1.0
    if roll < NOT_APPLICABLE_SHARE:
        return LevelStory(level=None, is_applicable=False)
    if roll < NOT_APPLICABLE_SHARE + DONT_KNOW_SHARE:
        return LevelStory(level=None)
    return LevelStory(level=int(_clip(latent) + random.random()) if _clip(latent) < TOP else TOP)


def _clip(value: float) -> float:
    return min(float(TOP), max(0.0, value))
