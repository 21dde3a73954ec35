"""What the story of the demo region is made of: people, organisations, rounds, surveys, and the world that holds them."""

from dataclasses import dataclass
from datetime import date, timedelta


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


def mail_domain(key: str) -> str:
    """The mail domain of an organisation; .example belongs to nobody for ever."""
    return f"{key}.example"
