"""A whole cycle as large as they come: 48 key actions, 30 raters, one cycle before, evidence, targets and views from outside."""

from datetime import timedelta

from sqlalchemy.orm import Session

from accountability.assessment import commands, queries
from accountability.assessment.commands.targets import choose_targets
from accountability.assessment.domain.marks import TargetChoice
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.domain.ways import Way
from accountability.assessment.models import AgreedLevel, Assessment, Rater, Rating, Support
from accountability.evidence import commands as evidence
from accountability.evidence.domain import PieceDraft, Source
from accountability.standard.domain import Depth
from tests.factories.raters import add_colleagues, start_blind
from tests.support.tenants import Tenant

RATERS = 30


def make_large_cycle(tenant: Tenant, session: Session) -> Assessment:
    """The later of two signed cycles, rated blind, closed, agreed."""
    by, at = tenant.actor("officer"), tenant.at
    before = commands.start_assessment(session, name="Before", depth=Depth.FULL, by=by, at=at - timedelta(days=300))
    _agree(session, before, tenant, shift=1)
    _sign(session, before, tenant)
    made = start_blind(tenant, session, way=Way.NAMED, depth=Depth.FULL, name="Large")
    _rate(session, made, tenant)
    _agree(session, made, tenant, shift=0)
    _say_beside(session, made, tenant)
    _sign(session, made, tenant)
    return made


def _slugs(session: Session, assessment: Assessment) -> list[str]:
    return [each.slug for each in queries.list_asked(session, assessment)]


def _answer(assessment: Assessment, slug: str, level: int, tenant: Tenant) -> dict[str, object]:
    given = Answer(verdict=Verdict.LEVEL, level=level, note="As we talked about it in March")
    common = {name: getattr(given, name) for name in ("verdict", "level", "reason", "note", "is_to_revisit")}
    return common | {"assessment_id": assessment.id, "key_action": slug, "version": 1, "rated_at": tenant.at}


def _rate(session: Session, assessment: Assessment, tenant: Tenant) -> None:
    """Rows, not commands: 1,440 ratings are a matter of size here, not of rules."""
    by, at = tenant.actor("officer"), tenant.at
    for place, each in enumerate(add_colleagues(tenant, session, RATERS, at=at)):
        session.add(
            Rater(assessment_id=assessment.id, member_id=each.member_id, asked_at=at, asked_by_id=by.member_id, finished_at=at)
        )
        for number, slug in enumerate(_slugs(session, assessment)):
            session.add(Rating(**_answer(assessment, slug, (place + number) % 5, tenant), member_id=each.member_id))
    session.flush()
    commands.close_rating(session, assessment, words="", by=by, at=at)


def _agree(session: Session, assessment: Assessment, tenant: Tenant, *, shift: int) -> None:
    for number, slug in enumerate(_slugs(session, assessment)):
        row = _answer(assessment, slug, (number + shift) % 5, tenant)
        session.add(AgreedLevel(**row, member_id=tenant.actor("officer").member_id))
    session.flush()


def _say_beside(session: Session, assessment: Assessment, tenant: Tenant) -> None:
    by, at, slugs = tenant.actor("officer"), tenant.at, _slugs(session, assessment)
    choices = {slug: TargetChoice(target=4, seen=None) for slug in slugs}
    choose_targets(session, assessment, choices=choices, by=by, at=at)
    pieces = [evidence.add_piece(session, PieceDraft(title=f"Piece {source}", source=source), by=by, at=at).id for source in Source]
    for number, slug in enumerate(slugs):
        reviewer = tenant.actor("reviewer")
        commands.suggest_level(session, assessment, key_action=slug, level=number % 5, words="As seen", by=reviewer, at=at)
        of = {"assessment_id": assessment.id, "key_action": slug, "evidence_id": pieces[number % len(pieces)]}
        session.add(Support(**of, added_by_id=by.member_id, added_at=at, confirmed_at=at))
    session.flush()


def _sign(session: Session, assessment: Assessment, tenant: Tenant) -> None:
    seen = queries.count_versions(session, assessment)
    commands.sign_assessment(session, assessment, seen=seen, by=tenant.actor("board"), at=assessment.started_at)
