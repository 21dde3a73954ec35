"""What the dashboard shows, in the same number of queries for every organisation. A part the reader may not see is not read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.assessment import queries as assessments
from accountability.assessment.access import (
    COMMENT_ON_ASSESSMENT,
    RATE_KEY_ACTION,
    READ_ASSESSMENTS,
    RUN_ASSESSMENT,
    SIGN_ASSESSMENT,
    SUGGEST_LEVEL,
)
from accountability.assessment.queries import AnsweredThread, ReviewWork, Summary, Waiting
from accountability.followup import queries as followups
from accountability.followup.access import READ_FOLLOWUP
from accountability.followup.domain import ReplyDuty, ReplyState
from accountability.followup.queries import PlanStanding
from accountability.home.access import steps_for
from accountability.home.domain import NextStep, Standing, Steps, next_step, steps_of
from accountability.network import queries as networks
from accountability.network.access import COORDINATE_NETWORK, READ_NETWORKS
from accountability.network.domain import NetworkId, Phase, Progress, RoundDates, RoundId, phase_of
from accountability.network.queries import Participation
from accountability.survey import queries as surveys
from accountability.survey.access import READ_SURVEYS
from accountability.survey.domain import SurveyId, SurveyState

if TYPE_CHECKING:
    from accountability.assessment.models import Assessment

ROUNDS_SHOWN = 3  # convened rounds with their counts; more of them stand on the network's page
REPLIES_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One survey in a list."""

    survey_id: SurveyId
    title: str
    state: SurveyState
    reply_by: date | None


@dataclass(frozen=True, kw_only=True)
class Convened:
    """One running round of a network we convene, with how many organisations stand where. Never a score."""

    round_id: RoundId
    network_id: NetworkId
    name: str
    network_name: str
    dates: RoundDates
    phase: Phase
    counts: dict[Progress, int] = field(default_factory=dict)  # of rounds that are not over

    @property
    def members(self) -> int:
        """How many organisations are in the round."""
        return sum(self.counts.values())

    @property
    def counts_by_value(self) -> dict[str, int]:
        """How many stand where, by the word of the state, as templates ask for it."""
        return {state.value: number for state, number in self.counts.items()}


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """Everything on the first page."""

    standing: Standing
    steps: Steps
    next_step: NextStep
    assessment: Summary | None = None
    unplanned: Summary | None = None
    plan: PlanStanding | None = None
    waiting: Sequence[Waiting] = field(default_factory=list)  # what the reader was asked to rate
    to_sign: "Sequence[Assessment]" = field(default_factory=list)  # what waits for the reader's signature
    sent_back: "Sequence[Assessment]" = field(default_factory=list)  # what changes were asked for
    surveys: Sequence[Listed] = field(default_factory=list)
    duties: Sequence[ReplyDuty] = field(default_factory=list)
    participations: Sequence[Participation] = field(default_factory=list)
    convened: Sequence[Convened] = field(default_factory=list)
    sees_own_work: bool = True
    threads: Sequence[AnsweredThread] = field(default_factory=list)  # that others wrote on since this member did
    reviews: Sequence[ReviewWork] | None = None  # what a reviewer from outside was asked to look at; None for everybody else

    @property
    def has_waiting(self) -> bool:
        """Whether anything waits for the reader."""
        return bool(self.waiting or self.to_sign or self.sent_back)

    @property
    def running(self) -> list[Convened]:
        """The rounds we convene that are not over."""
        return [each for each in self.convened if each.phase is not Phase.PUBLISHED]

    @property
    def released(self) -> list[Convened]:
        """The rounds we convened, the last ones first."""
        return [each for each in self.convened if each.phase is Phase.PUBLISHED]

    @property
    def owed(self) -> list[ReplyDuty]:
        """Replies that people wait for, the longest promised first."""
        return [duty for duty in self.duties if duty.state in {ReplyState.DRAFT, ReplyState.OVERDUE}]

    @property
    def offered(self) -> Participation | None:
        """The open round to share into next, one that we agreed to share into first."""
        return next(iter(sorted(_unshared(self.participations), key=lambda each: not each.row.consent.holds)), None)

    @property
    def answered(self) -> list[ReplyDuty]:
        """The replies published last."""
        published = [duty for duty in self.duties if duty.state is ReplyState.PUBLISHED]
        return published[::-1][:REPLIES_SHOWN]


def get_dashboard(session: Session, actor: Actor, *, today: date) -> Dashboard:
    """The first page of this member."""
    sees_assessments, sees_followup = READ_ASSESSMENTS.allows(actor), READ_FOLLOWUP.allows(actor)
    summaries = assessments.list_assessments(session) if sees_assessments and actor.parts is None else []
    latest, unplanned = next(iter(summaries), None), _unplanned(session, summaries) if sees_followup else None
    listed = _surveys(session) if READ_SURVEYS.allows(actor) else []
    duties = followups.list_reply_duties(session, today=today) if sees_followup else []
    participations = _running(session, today=today) if READ_NETWORKS.allows(actor) else []
    is_in_network = bool(participations) or (READ_NETWORKS.allows(actor) and bool(networks.list_memberships(session)))
    who = actor.member_id
    standing = _standing(latest, listed, duties, participations, is_in_network=is_in_network, is_unplanned=unplanned is not None)
    return Dashboard(
        standing=standing,
        steps=steps_of(standing),
        next_step=next_step(standing, able=steps_for(actor)),
        assessment=latest,
        unplanned=unplanned,
        plan=followups.get_plan_standing(session, today=today) if sees_followup else None,
        waiting=assessments.list_waiting(session, member_id=actor.member_id) if RATE_KEY_ACTION.allows(actor) else [],
        to_sign=[each.assessment for each in summaries if each.waits_for_signature] if SIGN_ASSESSMENT.allows(actor) else [],
        sent_back=assessments.list_sent_back(session) if RUN_ASSESSMENT.allows(actor) else [],
        surveys=[survey for survey in listed if survey.state is not SurveyState.CLOSED],
        duties=duties,
        participations=participations,
        convened=_convened(session, today=today) if COORDINATE_NETWORK.allows(actor) else [],
        sees_own_work=sees_assessments and actor.parts is None,
        threads=assessments.list_answered_threads(session, member_id=actor.member_id)
        if COMMENT_ON_ASSESSMENT.allows(actor)
        else [],
        reviews=assessments.list_review_work(session, member_id=who) if SUGGEST_LEVEL.allows(actor) else None,
    )


def _unplanned(session: Session, summaries: Sequence[Summary]) -> Summary | None:
    """The assessment that was signed off last, if nothing was planned from it or since."""
    signed = [(each.assessment.signed_at, each) for each in summaries if each.assessment.signed_at]
    if not signed:
        return None
    signed_at, last = max(signed, key=lambda pair: pair[0])
    return None if followups.has_plan(session, assessment_id=last.assessment.id, signed_at=signed_at) else last


def _surveys(session: Session) -> list[Listed]:
    return [
        Listed(survey_id=survey.id, title=survey.title, state=survey.state, reply_by=survey.reply_by)
        for survey in surveys.list_surveys(session)
    ]


def _running(session: Session, *, today: date) -> list[Participation]:
    """The rounds that are not over, and the last one that is: its release is worth a look."""
    found = networks.list_participations(session, today=today)
    running = [each for each in found if each.phase is not Phase.PUBLISHED]
    return running + [each for each in found if each.phase is Phase.PUBLISHED][:1]


def _convened(session: Session, *, today: date) -> list[Convened]:
    """The running rounds with their counts, and the last ones that are over."""
    found = [(network, each, phase_of(each.dates, today=today)) for network, each in networks.list_convened_rounds(session)]
    running = [each for each in found if each[2] is not Phase.PUBLISHED][:ROUNDS_SHOWN]
    over = [each for each in found if each[2] is Phase.PUBLISHED][:ROUNDS_SHOWN]
    return [
        Convened(
            round_id=each.id,
            network_id=network.id,
            name=each.name,
            network_name=network.name,
            dates=each.dates,
            phase=phase,
            counts={} if phase is Phase.PUBLISHED else networks.count_progress(networks.list_round_members(session, each)),
        )
        for network, each, phase in (*running, *over)
    ]


def _standing(
    latest: Summary | None,
    listed: Sequence[Listed],
    duties: Sequence[ReplyDuty],
    participations: Sequence[Participation],
    *,
    is_in_network: bool,
    is_unplanned: bool,
) -> Standing:
    states = [duty.state for duty in duties]
    unshared = _unshared(participations)
    return Standing(
        has_assessment=latest is not None,
        is_rated=latest is not None and (latest.progress.is_complete or latest.assessment.is_submitted),
        is_signed=latest is not None and latest.assessment.is_signed,
        is_unplanned=is_unplanned,
        surveys_in_draft=sum(survey.state is SurveyState.DRAFT for survey in listed),
        surveys_open=sum(survey.state is SurveyState.OPEN for survey in listed),
        replies_due=states.count(ReplyState.DRAFT),
        replies_overdue=states.count(ReplyState.OVERDUE),
        replies_published=states.count(ReplyState.PUBLISHED),
        is_in_network=is_in_network,
        rounds_to_join=sum(not each.row.consent.holds for each in unshared),
        rounds_to_contribute=sum(each.row.consent.holds for each in unshared),
        rounds_contributed=sum(each.row.progress is Progress.CONTRIBUTED for each in participations),
    )


def _unshared(participations: Sequence[Participation]) -> list[Participation]:
    """Open rounds that have nothing of ours yet, whatever their coordinator was told of our progress."""
    return [each for each in participations if each.phase is Phase.OPEN and each.row.progress is not Progress.CONTRIBUTED]
