"""Where the demo's levels come from: the published CHS averages, carried over to the forty-eight key actions.

Source: averages on a scale of 0 to 4 over 89 verifications against the Core Humanitarian Standard, CHS Alliance,
https://www.chsalliance.org/about/our-data/dashboard-test/ (read 2026). Only these figures are used, none of its text.

How they are carried over. CHS has nine commitments, ours is a standard of twelve with other borders, so the mapping
goes by key action: each names the CHS commitments that ask for the nearest thing. Several are averaged. A key action of
kind practice takes the column "key actions", one of kind policy the column "organisational responsibilities", because
CHS splits its indicators in the same way. Three exceptions, each for a reason:

- `c11-d` (complaints) and `c06-a` (coordination) take the column "all": both speak of the rule and of living it at once.
- CHS 9 (resources) publishes no split, so both kinds take its column "all".
- Advocacy has no counterpart in a humanitarian standard: two of its key actions take the mean of all nine commitments.

Self-assessments lie slightly above the whole (means 2.589 and 2.556), so every target is raised by that difference; what
the people concerned answer lies below by the published difference between self and outside view: 0.1 on average, 0.4
for complaints. Those two columns are of different organisations, so this is a plausible gap, not a measured one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """One CHS commitment's averages, 0 to 4; `practice` and `policy` are None where no split is published."""

    overall: float
    self_score: float
    outside: float
    practice: float | None
    policy: float | None


CHS: dict[int, Published] = {
    1: Published(2.7, 2.7, 2.7, 2.7, 2.8),
    2: Published(2.6, 2.6, 2.5, 2.6, 2.7),
    3: Published(2.5, 2.5, 2.5, 2.6, 2.4),
    4: Published(2.5, 2.5, 2.4, 2.5, 2.6),
    5: Published(1.9, 2.1, 1.7, 1.9, 2.1),
    6: Published(3.0, 2.9, 3.0, 3.1, 3.0),
    7: Published(2.4, 2.4, 2.5, 2.3, 2.6),
    8: Published(2.7, 2.8, 2.6, 2.6, 2.7),
    9: Published(2.7, 2.8, 2.5, None, None),
}
ALL_NINE = tuple(CHS)
MEAN = round(sum(row.overall for row in CHS.values()) / len(CHS), 3)  # 2.556
OPTIMISM = round(sum(row.self_score - row.overall for row in CHS.values()) / len(CHS), 3)  # 0.033
GAP = 0.1  # levels by which the people concerned see it lower, on average
COMPLAINTS_GAP = 0.4


@dataclass(frozen=True)
class Origin:
    """Where one key action's target comes from: the CHS commitments averaged, the column, and why these."""

    sources: tuple[int, ...]
    column: str  # "practice", "policy" or "overall"
    because: str

    @property
    def target(self) -> float:
        """The mean level a self-assessment of the demo region aims at."""
        return sum(figure(CHS[number], self.column) for number in self.sources) / len(self.sources) + OPTIMISM


def figure(row: Published, column: str) -> float:
    """The figure of one column, or "all" where CHS publishes no split."""
    value: float | None = getattr(row, column)
    return row.overall if value is None else value


def practice(*sources: int, because: str) -> Origin:
    """A key action that is about doing."""
    return Origin(sources, "practice", because)


def policy(*sources: int, because: str) -> Origin:
    """A key action that is about a rule or a system being in place."""
    return Origin(sources, "policy", because)


def overall(*sources: int, because: str) -> Origin:
    """A key action that is about the rule and the doing at once."""
    return Origin(sources, "overall", because)


ORIGINS: dict[str, Origin] = {
    "c01-a": practice(1, 3, because="what is needed, and what local people can change themselves"),
    "c01-b": practice(4, because="knowing rights starts with information"),
    "c01-c": practice(3, because="avoiding negative effects"),
    "c01-d": policy(1, 8, because="inclusion in rules and among staff"),
    "c02-a": practice(1, because="who is left out by the way things are done"),
    "c02-b": practice(4, because="participation and influence"),
    "c02-c": practice(1, because="analysis by sex is part of the analysis of needs"),
    "c02-d": policy(8, because="rules for staff"),
    "c03-a": practice(3, because="effects on what people live from"),
    "c03-b": practice(9, because="resources used without waste"),
    "c03-c": policy(3, because="a policy against unintended harm, nature included"),
    "c03-d": practice(3, because="strengthening local capacity"),
    "c04-a": practice(1, 3, because="needs, and strengths that are there"),
    "c04-b": practice(3, because="local ownership and leaving well"),
    "c04-c": practice(7, because="knowing what changed"),
    "c04-d": practice(7, because="learning and changing course"),
    "c05-a": practice(1, because="reaching those usually missed"),
    "c05-b": practice(4, because="participation"),
    "c05-c": practice(4, because="information people can use"),
    "c05-d": practice(3, 4, because="capacity, and a say"),
    "c06-a": overall(6, because="coordination, rule and practice together"),
    "c06-b": policy(6, because="agreements between partners"),
    "c06-c": practice(3, 6, because="partners made stronger"),
    "c06-d": practice(6, 7, because="partnership that learns"),
    "c07-a": practice(*ALL_NINE, because="no counterpart in CHS: the mean of all nine"),
    "c07-b": practice(*ALL_NINE, because="no counterpart in CHS: the mean of all nine"),
    "c07-c": practice(4, because="people speaking for themselves"),
    "c07-d": practice(3, because="people not harmed by taking part"),
    "c08-a": policy(4, because="openness about the organisation"),
    "c08-b": practice(4, because="communication with respect"),
    "c08-c": policy(3, because="personal data kept safe"),
    "c08-d": practice(4, because="dialogue"),
    "c09-a": policy(8, because="fair rules for staff"),
    "c09-b": practice(8, because="development of staff"),
    "c09-c": policy(8, because="conduct, safety and wellbeing"),
    "c09-d": practice(8, because="staff who can speak"),
    "c10-a": policy(9, because="resources raised in line with values"),
    "c10-b": policy(9, because="control of resources"),
    "c10-c": practice(9, because="resources used where they do most"),
    "c10-d": practice(4, 9, because="resources, and telling people about them"),
    "c11-a": practice(4, because="asking for feedback"),
    "c11-b": practice(4, 7, because="feedback that changes decisions"),
    "c11-c": practice(4, 7, because="telling people what came of it"),
    "c11-d": overall(5, because="complaints, rule and practice together"),
    "c12-a": policy(9, because="bodies that answer for resources"),
    "c12-b": policy(7, 9, because="oversight that learns"),
    "c12-c": practice(8, 9, because="leaders who answer for people and resources"),
    "c12-d": practice(7, 8, because="a culture of listening and learning"),
}


def commitment_of(key_action: str) -> str:
    """The commitment part of a key action's code: "c11-d" → "c11"."""
    return key_action.split("-")[0]


def voice_gap(commitment: str) -> float:
    """By how many levels the people concerned see a commitment lower than the organisation, on average."""
    return COMPLAINTS_GAP if commitment == "c11" else GAP
