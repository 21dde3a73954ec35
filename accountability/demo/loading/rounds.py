"""Three rounds that are over and one that is open: inviting, joining, rating, sharing, leaving, closing, publishing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import commands as assessments
from accountability.assessment import queries as assessment_queries
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.benchmark import commands as benchmark
from accountability.demo import texts
from accountability.demo.levels import LevelStory, Sheet
from accountability.demo.loading.stage import Links, Stage, moment
from accountability.demo.stories import RoundStory
from accountability.network import commands, queries
from accountability.network.domain import NetworkId, RoundId, RoundPlan
from accountability.standard.domain import Depth, KeyAction

QUICK_SHARE = 0.5  # of organisations other than the main one: the quick scan is made for small ones
NOTE_SHARE = 0.08
UNFINISHED, NEARLY_FINISHED = 0.6, 0.95  # how far those are who are still rating; the latter is the main organisation
OPEN_STATES = ("contributed", "signed", "rating")  # in turn, over those who have begun in the open round


def convene(stage: Stage) -> NetworkId:
    """The secretariat begins the network."""
    at = moment(stage.world.past_rounds[0].opens_on) - timedelta(days=50)
    with stage.acting(stage.convenor, at) as session:
        return commands.convene_network(session, name=stage.world.network, by=stage.convenor, at=at).id


def run_past_round(stage: Stage, network_id: NetworkId, story: RoundStory, *, index: int) -> None:
    """One round from its first day to its release."""
    round_id = _open(stage, network_id, story)
    for key in story.participants:
        _take_part(stage, key, story, round_id, sheet=stage.sheets[index][key])
        stage.tick(3)
    stage.run_job("benchmark.close_due_rounds", at=moment(story.closes_on + timedelta(days=1)))
    stage.run_job("benchmark.publish_due_releases", at=moment(story.publishes_on))


def run_open_round(stage: Stage, network_id: NetworkId) -> None:
    """The round that is open today, its organisations at different points."""
    story = stage.world.open_round
    newcomers = story.newcomers(stage.world.past_rounds[-1])
    round_id = _open(stage, network_id, story)
    for number, key in enumerate(story.participants):
        is_rating = key == stage.world.main.key or key in newcomers
        state = "rating" if is_rating else OPEN_STATES[number % len(OPEN_STATES)]
        _take_part(stage, key, story, round_id, sheet=stage.sheets[-1][key], until=state)
        stage.tick(2)


def leave(stage: Stage, network_id: NetworkId, keys: Sequence[str], *, before: RoundStory) -> None:
    """Some organisations leave the network before a round opens."""
    at = moment(before.opens_on) - timedelta(days=20)
    for key in keys:
        actor = stage.actors[key]
        with stage.acting(actor, at) as session:
            commands.leave_network(session, queries.get_membership(session, network_id), by=actor, at=at)


def join(stage: Stage, network_id: NetworkId, keys: Sequence[str], *, before: RoundStory) -> None:
    """Some organisations are invited, join and are confirmed before a round opens."""
    at, links = moment(before.opens_on) - timedelta(days=20), Links()
    with stage.acting(stage.convenor, at) as session:
        network = queries.get_network(session, network_id)
        emails = [f"board@{key}.example" for key in keys]
        commands.invite_organisations(session, network, emails=emails, by=stage.convenor, at=at, address=links)
    for key, token in zip(keys, links.tokens, strict=True):
        _join(stage, stage.actors[key], token, at_day=2)
    _verify(stage, network_id, before)


def _join(stage: Stage, actor: Actor, token: str, *, at_day: int) -> None:
    with stage.database.transaction(read_only=True) as session:
        found = queries.find_invitation_address(session, token)
    if found is None:
        raise RuntimeError("the invitation that was just made leads nowhere")
    at = found.invited_at + timedelta(days=at_day)
    with stage.acting(actor, at) as session:
        address = queries.find_invitation_address(session, token)
        if address is not None:
            commands.accept_invitation(session, address, by=actor, at=at)


def _verify(stage: Stage, network_id: NetworkId, story: RoundStory) -> None:
    at = moment(story.opens_on) - timedelta(days=10)
    with stage.acting(stage.convenor, at) as session:
        network = queries.get_network(session, network_id)
        for member in queries.list_members(session, network):
            commands.verify_member(session, member, by=stage.convenor, at=at)


def _open(stage: Stage, network_id: NetworkId, story: RoundStory) -> RoundId:
    at = moment(story.opens_on)
    plan = RoundPlan(name=story.name, opens_on=story.opens_on, closes_on=story.closes_on, publishes_on=story.publishes_on)
    with stage.acting(stage.convenor, at) as session:
        network = queries.get_network(session, network_id)
        return commands.open_round(session, network, plan, by=stage.convenor, at=at).id


def _take_part(stage: Stage, key: str, story: RoundStory, round_id: RoundId, *, sheet: Sheet, until: str = "contributed") -> None:
    """One organisation's part: rate, and as far as `until` says sign off, agree and share."""
    actor, random = stage.actors[key], Random(f"{stage.world.seed}:{key}:{story.name}")
    started_at = moment(story.opens_on + timedelta(days=random.randint(2, 30)), hour=9)
    unfinished = NEARLY_FINISHED if key == stage.world.main.key else UNFINISHED
    share = unfinished if until == "rating" else 1.0
    with stage.acting(actor, started_at) as session:
        depth = _depth(stage, key)
        _rate(session, story, sheet, depth=depth, random=random, share=share, by=actor, at=started_at)
    if until != "rating":
        signed_at = min(started_at + timedelta(days=14), moment(story.signed_on))
        with stage.acting(actor, signed_at) as session:
            _sign(session, round_id, is_shared=until == "contributed", by=actor, at=signed_at)


def _depth(stage: Stage, key: str) -> Depth:
    is_quick = key != stage.world.main.key and Random(f"{stage.world.seed}:{key}:depth").random() < QUICK_SHARE
    return Depth.QUICK if is_quick else Depth.FULL


def _rate(
    session: Session, story: RoundStory, sheet: Sheet, *, depth: Depth, random: Random, share: float, by: Actor, at: datetime
) -> None:
    """A new assessment and the first `share` of its key actions, three minutes each."""
    assessment = assessments.start_assessment(session, name=f"Self-assessment {story.name}", depth=depth, by=by, at=at)
    asked = assessment_queries.list_asked(session, assessment)
    for number, key_action in enumerate(asked[: round(len(asked) * share)]):
        answer, rated_at = _answer(key_action, sheet, random=random), at + timedelta(minutes=3 * number)
        assessments.rate_key_action(session, assessment, key_action=key_action.slug, answer=answer, seen=0, by=by, at=rated_at)


def _sign(session: Session, round_id: RoundId, *, is_shared: bool, by: Actor, at: datetime) -> None:
    """Sign the assessment off, and share it into the round if the organisation wishes."""
    assessment = assessment_queries.find_latest_assessment(session)
    if assessment is None:
        raise RuntimeError("there is no assessment to sign off")
    seen = assessment_queries.count_versions(session, assessment)
    assessments.sign_assessment(session, assessment, seen=seen, by=by, at=at)
    if is_shared:
        row = queries.get_participation(session, round_id)
        commands.give_consent(session, row, by=by, at=at)
        benchmark.contribute_assessment(session, row, assessment, by=by, at=at)


def _answer(key_action: KeyAction, sheet: Sheet, *, random: Random) -> Answer:
    told: LevelStory = sheet[key_action.slug[:5]]
    note = texts.RATING_NOTE if random.random() < NOTE_SHARE else ""
    if told.level is not None:
        return Answer(verdict=Verdict.LEVEL, level=told.level, note=note)
    if told.is_applicable:
        return Answer(verdict=Verdict.DONT_KNOW, is_to_revisit=True)
    return Answer(verdict=Verdict.NOT_APPLICABLE, reason=texts.NOT_APPLICABLE_REASON)
