"""The team of a cycle: how it rates, who is on it, reminding, and saying that one has finished."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import Actor, Rule
from accountability.assessment import queries
from accountability.assessment.commands.rating import hold
from accountability.assessment.domain.signing import check_open
from accountability.assessment.domain.team import (
    RaterRemoved,
    RatersAsked,
    RatersReminded,
    SectionsGiven,
    WayChosen,
    check_asking,
    check_finishing,
    check_open_team,
    check_reminding,
    check_removal_of_rater,
    check_way,
)
from accountability.assessment.domain.ways import Way, least_of, within
from accountability.assessment.models import Assessment, BroughtIn, Rater
from accountability.database import NotFound
from accountability.language import format_date
from accountability.language import gettext as _
from accountability.organisation import queries as organisation


def choose_way(
    session: Session, assessment: Assessment, *, way: Way, least: int, rate_by: date | None, by: Actor, at: datetime
) -> None:
    """How the raters work, and by when. The day may change until rating closes, the rest only before anybody has rated.

    Raises AssessmentIsSigned, what `check_open_team` raises, WayIsFixed or TooFewToReveal.
    """
    _hold_open(session, assessment)
    now, new = (assessment.way, assessment.least_raters), (way, least_of(way, least))
    check_way(now, new=(way, least), has_begun=queries.has_begun(session, assessment))
    assessment.rate_by = rate_by
    if now != new:
        assessment.way, assessment.least_raters = new
        gone = sa.delete(BroughtIn).where(BroughtIn.assessment_id == assessment.id, BroughtIn.applied_at.is_(None))
        session.execute(gone, execution_options={"synchronize_session": False})
        fact = WayChosen(way=way, least=assessment.least_raters)
        journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()


def ask_raters(
    session: Session,
    assessment: Assessment,
    *,
    members: Collection[uuid.UUID],
    sections: Collection[str],
    rule: Rule,
    link: str,
    by: Actor,
    at: datetime,
) -> list[Rater]:
    """Put members on the team and ask each by mail, once. Who is on it already is left as they are; returns the new ones.

    `sections`: commitment slugs; none or all of them means the whole. `rule`: what they must be allowed to do.
    Raises AssessmentIsSigned and what `check_open_team` and `check_asking` raise.
    """
    _hold_open(session, assessment)
    team = {each.member_id for each in queries.list_raters(session, assessment)}
    may_rate = {each.id: each for each in organisation.list_members_who(session, rule)}
    new = [member_id for member_id in may_rate if member_id in members and member_id not in team]
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    check_asking(members, may_rate=may_rate, team=len(team), standing=standing)
    given = within(sections, _sections(session, assessment))
    raters = [_rater(assessment, member_id, sections=given, by=by, at=at) for member_id in new]
    session.add_all(raters)
    session.flush()
    for member_id in new:
        _tell(session, assessment, to=may_rate[member_id].email, sections=given, template="asked_to_rate", link=link, by=by, at=at)
    if new:
        journal.record(session, RatersAsked(count=len(new)), by=by, at=at, subject_id=assessment.id)
    session.flush()
    return raters


def give_sections(
    session: Session, assessment: Assessment, rater: Rater, *, sections: Collection[str], by: Actor, at: datetime
) -> None:
    """Let a rater rate other sections; what they rated stays. Raises AssessmentIsSigned and what `check_open_team` raises."""
    _hold_open(session, assessment)
    given = within(sections, _sections(session, assessment))
    rater.sections = None if given is None else list(given)
    journal.record(session, SectionsGiven(member_id=rater.member_id), by=by, at=at, subject_id=assessment.id)
    session.flush()


def remove_rater(session: Session, assessment: Assessment, rater: Rater, *, by: Actor, at: datetime) -> None:
    """Take somebody off the team who has not rated. Raises TeamStands or HasRated; what somebody wrote is never taken away."""
    _hold_open(session, assessment)
    check_removal_of_rater(
        way=assessment.way,
        has_rated=queries.has_rated(session, assessment, member_id=rater.member_id),
        has_begun=queries.has_begun(session, assessment),
    )
    fact = RaterRemoved(member_id=rater.member_id)
    session.delete(rater)
    journal.record(session, fact, by=by, at=at, subject_id=assessment.id)
    session.flush()


def remind_raters(session: Session, assessment: Assessment, *, link: str, by: Actor, at: datetime) -> int:
    """Remind those who have not finished, by mail; returns how many.

    Anonymous raters all get the mail, so that nobody learns from it who has finished. Raises NobodyIsWaitedFor or IsRemindedToday.
    """
    _hold_open(session, assessment)
    is_anonymous = assessment.way is Way.ANONYMOUS
    raters = {each.member_id: each for each in queries.list_raters(session, assessment)}
    team = [each for each in queries.list_team(session, assessment) if each.is_here]
    waited_for = [each for each in team if is_anonymous or raters[each.member_id].finished_at is None]
    check_reminding(waited_for, reminded_at=[each.reminded_at for each in raters.values()], at=at)
    for each in waited_for:
        raters[each.member_id].reminded_at = at
        template = "reminded_to_rate_anonymously" if is_anonymous else "reminded_to_rate"
        _tell(session, assessment, to=each.email, sections=each.sections, template=template, link=link, by=by, at=at)
    journal.record(session, RatersReminded(), by=by, at=at, subject_id=assessment.id)
    session.flush()
    return len(waited_for)


def finish_rating(session: Session, assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Say that one has finished: one's ratings stand from now on. Not in the record, so that it tells nobody who has rated.

    Raises AssessmentIsSigned and what `check_finishing` raises.
    """
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    standing = queries.get_standing(session, assessment, member_id=by.member_id)
    answers = queries.list_own_answers(session, assessment, member_id=by.member_id)
    check_finishing(standing, answers=answers.values(), is_submitted=assessment.is_submitted)
    rater = get_rater(session, assessment, member_id=by.member_id)
    rater.finished_at = at
    session.flush()


def get_rater(session: Session, assessment: Assessment, *, member_id: uuid.UUID) -> Rater:
    """The place of a member on the team. Raises NotFound."""
    rater = queries.find_rater(session, assessment, member_id=member_id)
    if rater is None:
        raise NotFound
    return rater


def _hold_open(session: Session, assessment: Assessment) -> None:
    hold(session, assessment)
    check_open(is_signed=assessment.is_signed)
    check_open_team(is_closed=assessment.is_rating_closed, is_submitted=assessment.is_submitted)


def _sections(session: Session, assessment: Assessment) -> list[str]:
    return [each.slug for each in queries.get_seen_pack(session, assessment).commitments]


def _rater(assessment: Assessment, member_id: uuid.UUID, *, sections: Sequence[str] | None, by: Actor, at: datetime) -> Rater:
    return Rater(
        assessment_id=assessment.id,
        member_id=member_id,
        sections=None if sections is None else list(sections),
        asked_at=at,
        asked_by_id=by.member_id,
    )


def _tell(
    session: Session,
    assessment: Assessment,
    *,
    to: str,
    sections: Sequence[str] | None,
    template: str,
    link: str,
    by: Actor,
    at: datetime,
) -> None:
    titles: dict[str, str] = {each.slug: each.title for each in queries.get_seen_pack(session, assessment).commitments}
    outbox.post_mail(
        session,
        to=to,
        subject=_("Rate how %(organisation)s keeps its commitments", organisation=by.organisation_name),
        template=f"email/assessment/{template}",
        at=at,
        organisation=by.organisation_name,
        asker=by.name,
        name=assessment.name,
        way=assessment.way.value,
        least=assessment.least_raters,
        sections=[titles[slug] for slug in sections if slug in titles] if sections else [],
        rate_by=format_date(assessment.rate_by) if assessment.rate_by else "",
        link=link,
    )
