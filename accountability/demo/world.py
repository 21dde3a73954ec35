"""The demo region as a story drawn from a seed: who exists, who joined which round, who listened when.

The same seed, size and day give the same world, down to the last answer. Days are counted back from `today`, so that
one survey and one round are always open, and one reply is always overdue, whenever the demo is loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accountability.demo import names

SEED = "open-table"
FULL_SIZE = 60
FULL_RESPONSES = 5_040
SIZE_CLASSES = 4  # volunteers only … large; the loader maps them onto the bands of an organisation
THEME_CLASSES = 8  # the loader maps them onto the themes of an organisation
PAST_ROUNDS = 3


@dataclass(frozen=True, kw_only=True)
class Person:
    """An invented person with a working address nobody can own (.example)."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class OrganisationStory:
    """One invented organisation; `key` is its name in plain letters. `size` and `themes` are indexes, see the loader."""

    key: str
    name: str
    country: str
    size: int
    themes: tuple[int, ...]
    language: str
    owner: Person


@dataclass(frozen=True, kw_only=True)
class RoundStory:
    """One round with its days; `published_on` and `joins_only` tell a past round from the open one."""

    name: str
    opens_on: date
    closes_on: date
    publishes_on: date
    participants: tuple[str, ...]  # keys, in the order in which they join

    def newcomers(self, earlier: "RoundStory | None") -> list[str]:
        """Who was not in the round before."""
        return [key for key in self.participants if earlier is None or key not in earlier.participants]

    @property
    def signed_on(self) -> date:
        """The day by which its participants have signed off what they contribute."""
        return self.closes_on - timedelta(days=6)


@dataclass(frozen=True, kw_only=True)
class SurveyStory:
    """One survey with its days; `closed_on` None while it is open, `replied_on` None as long as nothing is published."""

    organisation: str
    title: str
    opened_on: date
    closed_on: date | None
    reply_by: date
    replied_on: date | None
    responses: int


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything the loader then does, one command after the other. The first organisation is the main one."""

    seed: str
    today: date
    network: str
    secretariat: OrganisationStory
    organisations: tuple[OrganisationStory, ...]
    past_rounds: tuple[RoundStory, ...]  # oldest first
    open_round: RoundStory
    surveys: tuple[SurveyStory, ...]

    @property
    def main(self) -> OrganisationStory:
        """The organisation whose sign-ins are printed."""
        return self.organisations[0]

    @property
    def responses(self) -> int:
        """How many responses are posted in all."""
        return sum(survey.responses for survey in self.surveys)


def build_world(*, today: date, seed: str = SEED, size: int = FULL_SIZE, responses: int = FULL_RESPONSES) -> World:
    """The world of `size` organisations (12 to 60) and `responses` responses (at least 80)."""
    if not 12 <= size <= FULL_SIZE or responses < 80:
        raise ValueError("The demo region has 12 to 60 organisations and at least 80 responses.")
    organisations = _organisations(seed, size)
    keys = [organisation.key for organisation in organisations]
    past, current = _rounds(seed, keys, today=today)
    return World(
        seed=seed,
        today=today,
        network=names.NETWORK_NAME,
        secretariat=_organisation(seed, names.SECRETARIAT_NAME, names.SECRETARIAT_COUNTRY, taken=set()),
        organisations=organisations,
        past_rounds=past,
        open_round=current,
        surveys=_surveys(seed, keys, today=today, responses=responses),
    )


def invent_person(random: Random, *, country: str, domain: str, taken: set[str]) -> Person:
    """A person with an address at `domain` that is not in `taken`; adds it there."""
    while True:
        given, family = random.choice(names.GIVEN_NAMES[country]), random.choice(names.FAMILY_NAMES[country])
        email = f"{names.plain(given)}.{names.plain(family)}@{domain}"
        if email not in taken:
            taken.add(email)
            return Person(name=f"{given} {family}", email=email)


def round_name(opens_on: date) -> str:
    """The working year a round belongs to, from July on the new one: 2026-11-01 → "2026/27"."""
    first = opens_on.year if opens_on.month >= 7 else opens_on.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def mail_domain(key: str) -> str:
    """The mail domain of an organisation; .example belongs to nobody for ever."""
    return f"{key}.example"


def _organisations(seed: str, size: int) -> tuple[OrganisationStory, ...]:
    """The main organisation first, then the others so that any first dozen already spans all countries."""
    columns = [[(country, name) for name in listed] for country, listed in names.ORGANISATION_NAMES.items()]
    spread = [pair for row in zip(*columns, strict=True) for pair in row]
    spread.sort(key=lambda pair: pair[1] != names.MAIN_ORGANISATION)  # stable: only the main one moves
    taken: set[str] = set()
    return tuple(_organisation(seed, name, country, taken=taken) for country, name in spread[:size])


def _organisation(seed: str, name: str, country: str, *, taken: set[str]) -> OrganisationStory:
    key = names.plain(name)
    random = Random(f"{seed}:organisation:{key}")
    return OrganisationStory(
        key=key,
        name=name,
        country=country,
        size=random.choices(range(SIZE_CLASSES), weights=(20, 45, 25, 10))[0],
        themes=tuple(sorted(random.sample(range(THEME_CLASSES), k=random.randint(1, 3)))),
        language=names.LANGUAGES[country],
        owner=invent_person(random, country=country, domain=mail_domain(key), taken=taken),
    )


def _rounds(seed: str, keys: Sequence[str], *, today: date) -> tuple[tuple[RoundStory, ...], RoundStory]:
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


def _surveys(seed: str, keys: Sequence[str], *, today: date, responses: int) -> tuple[SurveyStory, ...]:
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
