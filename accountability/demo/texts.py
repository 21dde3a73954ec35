"""What is written in the demo region: by people who answer, and by organisations that reply. All of it invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

GOOD: tuple[str, ...] = (
    "They come to us, we do not have to travel to town.",
    "Somebody always picks up the phone.",
    "The evening course. My mother goes too now.",
    "Ljudi su srdačni i ne žure.",
    "You explain the forms until I understand them.",
    "The trips with the children.",
    "Na flasin në gjuhën tonë.",
    "They asked us before they started, that was new.",
    "The room is warm and open to everyone.",
    "Pomoć oko papira za dječiji dodatak.",
    "Everybody is greeted by name.",
    "The legal advice on Thursdays.",
    "Oamenii ne ascultă cu răbdare.",
    "They kept what they said about the playground.",
    "Me respekt ndaj të moshuarve.",
)
BETTER: tuple[str, ...] = (
    "Tell us what happened with the last survey.",
    "The office is on the second floor and there is no lift.",
    "Open in the evening too, I work until five.",
    "Ne znam kome da se žalim.",
    "Nobody told me that the course was full before I came.",
    "More information in Romani.",
    "Do të doja të dija ku shkuan paratë.",
    "Ask the young people as well, not only the same few.",
    "Waiting for an answer took three months.",
    "Javite se kad nešto obećate.",
    "The bus does not come at the hours when you are open.",
    "Write larger, I cannot read the leaflet.",
    "I do not dare to complain, everybody knows everybody.",
    "Să vină și în satele mai mici.",
    "Fewer meetings, more repairs.",
)


@dataclass(frozen=True, kw_only=True)
class ThemeStory:
    """One theme of a reply: what was heard, from how many (class), what was decided and why, in how many days if ever."""

    heard: str
    people: str
    decision: str
    reason: str
    days: int | None
    question: str | None = None  # key in the bank


THEMES: tuple[ThemeStory, ...] = (
    ThemeStory(
        heard="Nobody told us what came of the last time you asked.",
        people="50-99",
        decision="accepted",
        reason="You are right, and it is the reason for this page. The reply goes up on the door and on this address, "
        "and we read it out at the next open evening.",
        days=30,
        question="q-heard-back",
    ),
    ThemeStory(
        heard="Most of us do not know where a complaint goes.",
        people="30-49",
        decision="accepted",
        reason="A card with two names, a telephone and a letter box goes to every household we visit. One of the two "
        "names is not on our staff, because some of you said that you would not dare otherwise.",
        days=75,
        question="q-know-complain",
    ),
    ThemeStory(
        heard="Open in the evening, for people who work.",
        people="20-29",
        decision="partly",
        reason="We open until eight on Wednesdays. Every evening would need a second shift, which the budget of this year "
        "does not pay for.",
        days=45,
    ),
    ThemeStory(
        heard="The office is on the second floor and there is no lift.",
        people="15-19",
        decision="partly",
        reason="The lift belongs to the owner of the house, who said no. From spring on we meet on the ground floor of the "
        "library, twice a week.",
        days=120,
        question="q-included",
    ),
    ThemeStory(
        heard="Give out food parcels again.",
        people="30-49",
        decision="declined",
        reason="The grant for parcels has ended and we will not promise what we cannot keep. The Red Cross in town hands "
        "them out on Mondays; we help with the form.",
        days=None,
    ),
    ThemeStory(
        heard="More information in Romani, and in larger print.",
        people="10-14",
        decision="accepted",
        reason="Two of you offered to read the texts first, which settles what held us back: we did not want to print mistakes.",
        days=60,
        question="q-info-clear",
    ),
    ThemeStory(
        heard="Fewer meetings, more repairs of the playground.",
        people="not counted",
        decision="declined",
        reason="Repairs are the duty of the municipality. We send them your list every month and publish their answer, but "
        "we will not do their work with money given for courses.",
        days=None,
    ),
    ThemeStory(
        heard="Ask the young people as well, not always the same few.",
        people="10-14",
        decision="accepted",
        reason="The next survey goes to the school and the football club first, and three young people choose two of the "
        "questions.",
        days=90,
        question="q-influence",
    ),
)
THANKS = "Thank you for the time you took, and for the parts that were not easy to read."
TALK_MORE = "Come by on the first Tuesday of the month from five, or ask at the desk. Nobody has to say that they answered."

NEWS = "The cards are printed and the first hundred are handed out. The evening hours begin next month, as said."
CAN_CHANGE = "Opening hours, what the courses are about, how we tell you things, and how complaints are taken."
WHO_DECIDES = "The board decides, in an open meeting, after the team has read every answer."
OFF_THE_TABLE = "The grant for the building ends next year; we cannot make the rooms larger."
RATING_NOTE = "Agreed in the team meeting after looking at last year's notes."
NOT_APPLICABLE_REASON = "We have no work of this kind and plan none this year."


def choose(random: Random, question: str, *, is_pleased: bool) -> str:
    """A text for an open question; the question about what is good gets praise, the others what the mood says."""
    if question == "q-good":
        return random.choice(GOOD)
    return random.choice(GOOD if question != "q-better" and is_pleased else BETTER)


def choose_themes(random: Random, *, count: int) -> Sequence[ThemeStory]:
    """Some themes for one reply, a declined one always among them."""
    declined = random.choice([theme for theme in THEMES if theme.decision == "declined"])
    others = random.sample([theme for theme in THEMES if theme is not declined], k=count - 1)
    return sorted([declined, *others], key=THEMES.index)


# The cycle of the main organisation in which five people rate alone.
CYCLE_NAME = "How we see ourselves, each alone"
CYCLE_MANDATE = "The board asks the team to look at all twelve commitments, and will read the result at its spring meeting."
DISPUTED = "c11-d-complaints"
ALL_THE_SAME = "Everybody chose this level without knowing what the others chose."
AGREED_REASON = "Most of us chose this level and could name an example for it; nobody could for a higher one."
MINORITY_NOTE = "One of us met people who wanted to complain and did not find out how. Seen from there it is a 1."
RATED_ALONE_NOTE = "I thought of the people I met in the last weeks."
PLAN_BEGUN = "The first draft lies with the board."
PLAN_DONE = "Half an hour in the team meeting of September; the minutes say what each of us saw."
COMMENT = "Where is the procedure written down that some of us mean? Please link it here."


@dataclass(frozen=True, kw_only=True)
class EvidenceStory:
    """One thing that is written down, and the key actions it supports."""

    title: str
    key_actions: tuple[str, ...]


EVIDENCE_HOST = "papers"
EVIDENCE: tuple[EvidenceStory, ...] = (
    EvidenceStory(title="Statute with rules on election and terms of office", key_actions=("c12-a-governing-body",)),
    EvidenceStory(title="Complaints procedure, two pages", key_actions=("c11-d-complaints", "c11-c-close-loop")),
    EvidenceStory(title="One-page picture of income and spending", key_actions=("c10-d-report-use",)),
)
