"""Teams that rate blind, as large as a test needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from accountability.access import Actor, MemberId, Role
from accountability.assessment import commands, queries
from accountability.assessment.access import RATE_KEY_ACTION
from accountability.assessment.domain.ratings import Answer, Knowledge, Verdict
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import Assessment
from accountability.database import new_id
from accountability.organisation.models import Member
from accountability.standard.domain import Depth
from tests.support.tenants import Tenant


def add_colleagues(tenant: Tenant, session: Session, number: int, *, called: str = "Colleague", at: datetime) -> list[Actor]:
    """Contributors without an account: enough to be asked and to rate."""
    members = [
        Member(
            id=MemberId(new_id()),
            name=f"{called} {each + 1}"[:100],
            email=f"rater{each + 1}@{tenant.organisation_id}.example",
            role=Role.CONTRIBUTOR,
            joined_at=at,
        )
        for each in range(number)
    ]
    session.add_all(members)
    session.flush()
    return [replace(tenant.actor("contributor"), member_id=each.id, name=each.name) for each in members]


def start_blind(
    tenant: Tenant, session: Session, *, way: Way = Way.NAMED, least: int = 5, depth: Depth = Depth.QUICK, name: str = "Blind 2026"
) -> Assessment:
    """An assessment in which each rates alone."""
    return commands.start_assessment(
        session, name=name, depth=depth, way=way, least_raters=least, by=tenant.actor("officer"), at=tenant.at
    )


def ask(tenant: Tenant, session: Session, assessment: Assessment, raters: Iterable[Actor], *sections: str) -> None:
    """Put them on the team."""
    commands.ask_raters(
        session,
        assessment,
        members=[each.member_id for each in raters],
        sections=sections,
        rule=RATE_KEY_ACTION,
        link="https://example.org/rate",
        by=tenant.actor("officer"),
        at=tenant.at,
    )


def says(level: int, *, note: str = "", knowledge: Knowledge | None = None) -> Answer:
    return Answer(verdict=Verdict.LEVEL, level=level, note=note, knowledge=knowledge)


def rate_alone(session: Session, assessment: Assessment, rater: Actor, answers: Mapping[str, Answer], *, at: datetime) -> None:
    """The answers of one rater, on their own sheet."""
    for slug, answer in answers.items():
        commands.rate_key_action(session, assessment, key_action=slug, answer=answer, seen=0, by=rater, at=at)


def finish(session: Session, assessment: Assessment, *raters: Actor, at: datetime) -> None:
    """They say that they are done."""
    for each in raters:
        commands.finish_rating(session, assessment, by=each, at=at)


def close(tenant: Tenant, session: Session, assessment: Assessment, *, words: str = "") -> None:
    """The officer closes rating."""
    commands.close_rating(session, assessment, words=words, by=tenant.actor("officer"), at=tenant.at)


def spread_for(tenant: Tenant, session: Session, assessment: Assessment, who: Actor | None = None) -> queries.Spread | None:
    """What this person may see; the officer unless named."""
    member_id = (who or tenant.actor("officer")).member_id
    return queries.get_spread(session, assessment, standing=queries.get_standing(session, assessment, member_id=member_id))
