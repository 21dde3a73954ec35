"""One cycle of the main organisation as it is meant to go: five people rate alone, see how far apart they are, agree, plan."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import commands as assessments
from accountability.assessment import queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.commands import agreeing, closing, comments, team
from accountability.assessment.commands.support import attach_evidence
from accountability.assessment.domain.ratings import Answer, Knowledge, Verdict
from accountability.assessment.domain.ways import Way
from accountability.assessment.queries.spread import Compared, get_spread
from accountability.demo import texts
from accountability.demo.levels import Sheet
from accountability.demo.loading.organisations import colleague, join_colleague
from accountability.demo.loading.stage import Stage, moment
from accountability.demo.stories import mail_domain
from accountability.evidence import commands as evidence
from accountability.evidence.domain import LinkDraft, PieceDraft, Source
from accountability.followup import commands as plans
from accountability.followup import queries as followup
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain.plan import Move, Status
from accountability.standard.domain import Depth, KeyAction, Kind

if TYPE_CHECKING:
    from accountability.assessment.models import Assessment

TEAM = ("rater-one", "rater-two", "rater-three", "rater-four")  # beside the owner, who runs it and rates as well
DAYS_BEFORE = 40  # the open round, so that what is open there stays the latest
ACTIONS = 5
MOVES = (  # of the first actions of the plan
    Move(status=Status.IN_PROGRESS, reason=texts.PLAN_BEGUN),
    Move(status=Status.DONE, evidence=texts.PLAN_DONE),
)
LEVELS = range(5)


def walk_through(stage: Stage) -> None:
    """A quick scan that a team rates alone and with names, from the first question to the plan."""
    at = moment(stage.world.open_round.opens_on) - timedelta(days=DAYS_BEFORE)
    owner = stage.actors[stage.world.main.key]
    raters = [owner, *(_join(stage, owner, role, at=at) for role in TEAM)]
    with stage.acting(owner, at) as session:
        assessment_id = _begin(session, raters, by=owner, at=at).id
    for number, rater in enumerate(raters):
        rated_at = at + timedelta(days=2 + number)
        with stage.acting(rater, rated_at) as session:
            assessment = queries.get_assessment(session, assessment_id)
            _rate_alone(session, assessment, sheet=stage.sheets[-1][stage.world.main.key], number=number, by=rater, at=rated_at)
    met_at = at + timedelta(days=10)
    with stage.acting(owner, met_at) as session:
        _agree(session, queries.get_assessment(session, assessment_id), by=owner, at=met_at)
    signed_at = at + timedelta(days=12)
    with stage.acting(owner, signed_at) as session:
        assessment = queries.get_assessment(session, assessment_id)
        assessments.sign_assessment(session, assessment, seen=queries.count_versions(session, assessment), by=owner, at=signed_at)
    with stage.acting(owner, signed_at + timedelta(days=1)) as session:
        _plan(session, queries.get_assessment(session, assessment_id), by=owner, at=signed_at + timedelta(days=1))


def _join(stage: Stage, owner: Actor, role: str, *, at: datetime) -> Actor:
    person = colleague(stage.world.seed, stage.world.main, role)
    return join_colleague(stage, owner, role="contributor", person=person, at=at - timedelta(days=5))


def _begin(session: Session, raters: Sequence[Actor], *, by: Actor, at: datetime) -> "Assessment":
    assessment = assessments.start_assessment(
        session,
        name=texts.CYCLE_NAME,
        depth=Depth.QUICK,
        way=Way.NAMED,
        least_raters=len(raters),
        mandate=texts.CYCLE_MANDATE,
        mandate_on=at.date() - timedelta(days=9),
        by=by,
        at=at,
    )
    members = [each.member_id for each in raters]
    team.ask_raters(
        session, assessment, members=members, sections=(), rule=RATE_KEY_ACTION, link=f"/assessments/{assessment.id}", by=by, at=at
    )
    return assessment


def _rate_alone(session: Session, assessment: "Assessment", *, sheet: Sheet, number: int, by: Actor, at: datetime) -> None:
    for order, key_action in enumerate(queries.list_asked(session, assessment)):
        answer = _answer(key_action, sheet, random=Random(f"{key_action.slug}:{number}"))
        rated_at = at + timedelta(minutes=2 * order)
        assessments.rate_key_action(session, assessment, key_action=key_action.slug, answer=answer, seen=0, by=by, at=rated_at)
    team.finish_rating(session, assessment, by=by, at=at + timedelta(hours=1))


def _answer(key_action: KeyAction, sheet: Sheet, *, random: Random) -> Answer:
    """Most people see what the organisation as a whole sees, some a level beside it; one key action is seen very differently."""
    told = sheet[key_action.slug[:5]].level
    is_apart = key_action.slug == texts.DISPUTED
    level = random.choice((1, 4)) if is_apart else min(max((told or 0) + random.choice((-1, 0, 0, 0, 1)), 0), max(LEVELS))
    knowledge = random.choice((Knowledge.KNOWS, Knowledge.KNOWS, Knowledge.HEARD_OF, Knowledge.DOES_NOT_KNOW))
    return Answer(
        verdict=Verdict.LEVEL,
        level=level,
        note=texts.RATED_ALONE_NOTE if is_apart else "",
        knowledge=knowledge if key_action.kind is Kind.POLICY else None,
    )


def _agree(session: Session, assessment: "Assessment", *, by: Actor, at: datetime) -> None:
    closing.close_rating(session, assessment, words="", by=by, at=at)
    agreeing.take_over_same(session, assessment, reason=texts.ALL_THE_SAME, by=by, at=at)
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    spread = get_spread(session, assessment, standing=standing)
    for compared in spread.waiting if spread else ():
        slug, answer = compared.key_action.slug, _settled(compared)
        agreeing.settle_level(session, assessment, key_action=slug, answer=answer, seen=0, by=by, at=at)
    _support(session, assessment, by=by, at=at)
    thread = comments.write_comment(session, assessment, key_action=texts.DISPUTED, words=texts.COMMENT, by=by, at=at)
    comments.resolve_thread(session, assessment, thread_id=thread.id, by=by, at=at + timedelta(days=1))


def _support(session: Session, assessment: "Assessment", *, by: Actor, at: datetime) -> None:
    """Links to what is written down, each where it supports a level."""
    for number, story in enumerate(texts.EVIDENCE):
        piece = evidence.add_piece(session, PieceDraft(title=story.title, source=Source.DOCUMENT), by=by, at=at)
        address = f"https://{mail_domain(texts.EVIDENCE_HOST)}/{number + 1}"
        evidence.add_link(session, piece, LinkDraft(url=address), by=by, at=at)
        for slug in story.key_actions:
            attach_evidence(session, assessment, key_action=slug, evidence_id=piece.id, by=by, at=at)


def _settled(compared: Compared) -> Answer:
    """The lower of what most people said: what is not sure is not claimed."""
    weights = compared.opinion.levels
    level = min(weights, key=lambda each: (-weights[each], each))
    is_apart = compared.key_action.slug == texts.DISPUTED
    minority = texts.MINORITY_NOTE if is_apart else ""
    return Answer(verdict=Verdict.LEVEL, level=level, note=texts.AGREED_REASON, minority_note=minority)


def _plan(session: Session, assessment: "Assessment", *, by: Actor, at: datetime) -> None:
    """Suggestions of different kinds become actions with one click each; two of them have gone on since."""
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    spread = get_spread(session, assessment, standing=standing)
    apart: dict[str, int] = {each.key_action.slug: each.opinion.range for each in spread.apart} if spread else {}
    bounds = followup.get_bounds(session, READ_FOLLOWUP, today=at.date())
    found = followup.get_suggestions(session, assessment, spreads=apart, hears=True).all
    first_of_text = {each.text: each for each in reversed(found)}
    slugs = [each.serves.slug for each in sorted(found, key=lambda each: first_of_text[each.text] is not each)][:ACTIONS]
    take = partial(plans.take_suggestion, session, assessment, spreads=apart, hears=True, bounds=bounds, by=by, at=at)
    for action, move in zip([take(slug) for slug in slugs], MOVES, strict=False):
        later = at + timedelta(days=15)
        plans.move_action(session, action, move, seen=action.version, today=later.date(), by=by, at=later)
