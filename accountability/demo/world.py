"""The demo region as a story drawn from a seed: who exists, who joined which round, who listened when.

The same seed, size and day give the same world, down to the last answer. Days are counted back from `today`, so that
one survey and one round are always open, and one reply is always overdue, whenever the demo is loaded.
"""

from datetime import date
from random import Random

from accountability.demo import names
from accountability.demo.plan import FULL_SIZE, plan_rounds, plan_surveys
from accountability.demo.stories import OrganisationStory, Person, World, mail_domain

SEED = "open-table"
FULL_RESPONSES = 5_040
SIZE_CLASSES = 4  # volunteers only … large; the loader maps them onto the bands of an organisation
THEME_CLASSES = 14  # the loader maps them onto the themes of an organisation


def build_world(*, today: date, seed: str = SEED, size: int = FULL_SIZE, responses: int = FULL_RESPONSES) -> World:
    """The world of `size` organisations (12 to 60) and `responses` responses (at least 80)."""
    if not 12 <= size <= FULL_SIZE or responses < 80:
        raise ValueError("The demo region has 12 to 60 organisations and at least 80 responses.")
    organisations = _organisations(seed, size)
    keys = [organisation.key for organisation in organisations]
    past, current = plan_rounds(seed, keys, today=today)
    return World(
        seed=seed,
        today=today,
        network=names.NETWORK_NAME,
        secretariat=_organisation(seed, names.SECRETARIAT_NAME, names.SECRETARIAT_COUNTRY, taken=set()),
        organisations=organisations,
        past_rounds=past,
        open_round=current,
        surveys=plan_surveys(seed, keys, today=today, responses=responses),
    )


def invent_person(random: Random, *, country: str, domain: str, taken: set[str]) -> Person:
    """A person with an address at `domain` that is not in `taken`; adds it there."""
    while True:
        given, family = random.choice(names.GIVEN_NAMES[country]), random.choice(names.FAMILY_NAMES[country])
        email = f"{names.plain(given)}.{names.plain(family)}@{domain}"
        if email not in taken:
            taken.add(email)
            return Person(name=f"{given} {family}", email=email)


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
