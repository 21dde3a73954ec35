"""When what happens in the demo region: rounds and surveys, their days counted back from `today`."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from accountability.demo.stories import RoundStory, SurveyStory

FULL_SIZE = 60
PAST_ROUNDS = 3


def round_name(opens_on: date) -> str:
    """The working year a round belongs to, from July on the new one: 2026-11-01 → "2026/27"."""
    first = opens_on.year if opens_on.month >= 7 else opens_on.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def plan_rounds(seed: str, keys: Sequence[str], *, today: date) -> tuple[tuple[RoundStory, ...], RoundStory]:
    """Three past rounds and the open one.

    Of 60: 44 start; 2 leave and 7 join, so the leavers wait for their batch of five and the newcomers enter; then 4 more
    leave, which completes that batch, and 3 join, who wait as stragglers. In the open round 18 of them and 3 newcomers
    have begun so far.
    """
    random = Random(f"{seed}:rounds")
    others = random.sample(keys[1:], k=len(keys) - 1)
    part = len(keys) / FULL_SIZE
    start = max(10, round(43 * part))
    first, pool = others[:start], others[start:]
    steps = [(round(2 * part), round(7 * part)), (round(4 * part), round(3 * part))]
    membership = [first]
    for leaving, joining in steps:
        newcomers, pool = pool[:joining], pool[joining:]
        membership.append(membership[-1][leaving:] + newcomers)
    rounds = [
        _round(today - timedelta(days=365 * ago), [keys[0], *participants])
        for ago, participants in zip(range(PAST_ROUNDS, 0, -1), membership, strict=True)
    ]
    begun = [keys[0], *membership[-1][: max(4, round(17 * part))], *pool[: round(3 * part)]]
    return tuple(rounds), _round(today, begun)


def _round(around: date, participants: Sequence[str]) -> RoundStory:
    """A round that is open on the day `around`: from seven weeks before to three weeks after, published 30 days later."""
    opens_on = around - timedelta(days=50)
    closes_on = around + timedelta(days=21)
    return RoundStory(
        name=round_name(around),
        opens_on=opens_on,
        closes_on=closes_on,
        publishes_on=closes_on + timedelta(days=30),
        participants=tuple(participants),
    )


def plan_surveys(seed: str, keys: Sequence[str], *, today: date, responses: int) -> tuple[SurveyStory, ...]:
    """Three surveys of the main organisation (answered, overdue, open), one of every third other one, two of them small."""
    random = Random(f"{seed}:surveys")
    listeners = random.sample(keys[1:], k=max(3, len(keys) // 3))
    small = [_answered(random, listeners.pop(), today=today, responses=count) for count in (7, 12)]
    weights = [random.lognormvariate(0, 0.45) for _ in range(3 + len(listeners))]
    counts = _shares(weights, total=responses - 19)
    main = [
        _answered(random, keys[0], today=today, responses=counts[0]),
        _overdue(keys[0], today=today, responses=counts[1]),
        _open(keys[0], today=today, responses=counts[2]),
    ]
    others = [_answered(random, key, today=today, responses=count) for key, count in zip(listeners, counts[3:], strict=True)]
    return (*main, *others, *small)


def _shares(weights: Sequence[float], *, total: int) -> list[int]:
    """Whole numbers in proportion to the weights that add up to `total`; none below 12."""
    counts = [max(12, int(total * weight / sum(weights))) for weight in weights]
    largest = counts.index(max(counts))
    counts[largest] += total - sum(counts)
    return counts


def _answered(random: Random, key: str, *, today: date, responses: int) -> SurveyStory:
    closed_on = today - timedelta(days=random.randint(60, 320))
    replied_on = closed_on + timedelta(days=random.randint(9, 29))
    return SurveyStory(
        organisation=key,
        title=f"How we work with you, {closed_on.year}",
        opened_on=closed_on - timedelta(days=28),
        closed_on=closed_on,
        reply_by=closed_on + timedelta(days=30),
        replied_on=replied_on,
        responses=responses,
    )


def _overdue(key: str, *, today: date, responses: int) -> SurveyStory:
    closed_on = today - timedelta(days=41)
    return SurveyStory(
        organisation=key,
        title="After the summer courses",
        opened_on=closed_on - timedelta(days=21),
        closed_on=closed_on,
        reply_by=today - timedelta(days=11),
        replied_on=None,
        responses=responses,
    )


def _open(key: str, *, today: date, responses: int) -> SurveyStory:
    return SurveyStory(
        organisation=key,
        title="The neighbourhood room: what should change?",
        opened_on=today - timedelta(days=9),
        closed_on=None,
        reply_by=today + timedelta(days=51),
        replied_on=None,
        responses=responses,
    )
