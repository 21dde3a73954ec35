"""Small standards, answers and assessments to test with."""

from sqlalchemy.orm import Session

from accountability.assessment import commands, queries
from accountability.assessment.commands import Saved
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.assessment.models import AgreedLevel, Assessment
from accountability.standard.domain import Cluster, Commitment, Depth, KeyAction, Kind, Pack, PackStatus
from tests.support.tenants import Tenant


def level(number: int) -> Answer:
    return Answer(verdict=Verdict.LEVEL, level=number)


FIRST = "c01-b-claim-rights"
SECOND = "c01-d-inclusion-inside"
LAST = "c12-c-leaders-answer"
NOT_APPLICABLE = Answer(verdict=Verdict.NOT_APPLICABLE, reason="We have no staff")
DONT_KNOW = Answer(verdict=Verdict.DONT_KNOW)


def key_action(slug: str, kind: Kind = Kind.PRACTICE, *, quick: bool = True) -> KeyAction:
    return KeyAction(
        slug=slug,
        commitment=slug[:3],
        text=f"We do {slug}",
        kind=kind,
        descriptors=("a", "b", "c", "d", "e"),
        guiding_question="?",
        evidence_examples=("notes",),
        is_quick=quick,
        provenance="own",
        review_status="own",
    )


def commitment(number: int, *key_actions: KeyAction) -> Commitment:
    slug = f"c{number:02}"
    return Commitment(slug, number, f"Commitment {number}", "We promise", key_actions, "own", "own")


def pack(*commitments: Commitment) -> Pack:
    cluster = Cluster("a", "A", "Cluster", commitments, "own", "own")
    return Pack("p", "1", "Pack", PackStatus.CURRENT, ("en",), "own", (), (cluster,), "own", "own")


def start(tenant: Tenant, session: Session, *, depth: Depth = Depth.QUICK, name: str = "Cycle 2026") -> Assessment:
    """An assessment that the tenant's officer started."""
    return commands.start_assessment(session, name=name, depth=depth, by=tenant.actor("officer"), at=tenant.at)


def rate(
    tenant: Tenant, session: Session, assessment: Assessment, slug: str, answer: Answer, *, seen: int = 0, by: str = "contributor"
) -> Saved:
    """An answer of the tenant's contributor, or of another member."""
    return commands.rate_key_action(
        session, assessment, key_action=slug, answer=answer, seen=seen, by=tenant.actor(by), at=tenant.at
    )


def sign(tenant: Tenant, session: Session, assessment: Assessment) -> None:
    """A signature of the tenant's board."""
    seen = queries.count_versions(session, assessment)
    commands.sign_assessment(session, assessment, seen=seen, by=tenant.actor("board"), at=tenant.at)


def latest(tenant: Tenant, assessment: Assessment, slug: str = FIRST) -> AgreedLevel | None:
    """The answer that is stored."""
    with tenant.session() as session:
        return queries.find_agreed(session, assessment, key_action=slug)


def rated(tenant: Tenant, assessment: Assessment, slug: str, answer: Answer, *, seen: int = 0, by: str = "contributor") -> None:
    """Store an answer."""
    with tenant.session() as session, session.begin():
        rate(tenant, session, queries.get_assessment(session, assessment.id), slug, answer, seen=seen, by=by)


def signed(tenant: Tenant, assessment: Assessment) -> None:
    """Rate one key action and sign off."""
    with tenant.session() as session, session.begin():
        found = queries.get_assessment(session, assessment.id)
        rate(tenant, session, found, SECOND, level(2))
        sign(tenant, session, found)
