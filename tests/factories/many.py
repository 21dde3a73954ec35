"""Many rows at once, put in through the models: what a list holds after years."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from accountability.access import Role
from accountability.assessment.models import Assessment
from accountability.database import Base, new_id, random_id
from accountability.evidence.domain import FileState, Source
from accountability.evidence.models import Evidence, EvidenceFile, EvidenceVersion
from accountability.followup.domain import People
from accountability.followup.domain.plan import Priority, Status
from accountability.followup.models import Action, Theme
from accountability.network.domain import NetworkId, Progress, RoundId
from accountability.network.models import Network, NetworkMember, Round, RoundMember
from accountability.organisation.domain import SizeBand
from accountability.organisation.models import CustomRole, Invitation, Member, Organisation, PersonalToken
from accountability.standard import queries as standard
from accountability.standard.domain import Depth, PackStatus
from accountability.standard.models import StandardPack
from accountability.survey.domain import SurveyId, SurveyState
from accountability.survey.models import Survey
from accountability.tenancy import OrganisationId, act_for
from tests.factories.network import Circle, rating
from tests.support.tenants import Tenant, make_tenant

FIRST = standard.shipped_pack().key_actions[0].slug


def store(tenant: Tenant, *layers: Iterable[Base]) -> None:
    """Put rows in, one layer after the other, each as the organisation that may make it."""
    with tenant.database.session() as session, session.begin():
        for layer in layers:
            for maker, rows in groupby(layer, key=_maker):
                made = list(rows)
                act_for(session, maker)
                session.add_all(made)
                session.flush()
                _verify(session, [row for row in made if isinstance(row, NetworkMember)])


def _maker(row: Any) -> OrganisationId:
    return OrganisationId(row.convenor_id if isinstance(row, RoundMember) else row.organisation_id)


def _verify(session: Session, members: Iterable[NetworkMember]) -> None:
    for member in members:
        act_for(session, member.convenor_id)
        session.add(member)
        member.verified_at = member.joined_at
        session.flush()


def add_assessments(tenant: Tenant, numbers: range) -> None:
    """Assessments with one rating each."""
    pack, by = standard.shipped_pack(), tenant.actor("officer").member_id
    made = [
        Assessment(
            organisation_id=tenant.organisation_id,
            id=new_id(),
            name=f"Cycle {number}",
            depth=Depth.QUICK,
            pack_id=pack.id,
            pack_version=pack.version,
            started_at=tenant.at,
            started_by_id=by,
        )
        for number in numbers
    ]
    ratings = [rating(assessment, FIRST, 2, by, tenant.at) for assessment in made]
    for row in ratings:
        row.organisation_id = tenant.organisation_id
    store(tenant, made, ratings)


def add_evidence(tenant: Tenant, numbers: range) -> None:
    """Pieces with a file each, which waits to be checked."""
    by, whose = tenant.actor("officer").member_id, {"organisation_id": tenant.organisation_id}
    who = {"added_by_id": by, "added_at": tenant.at}
    pieces = [Evidence(**whose, **who, id=new_id(), title=f"Policy {n:04}", source=Source.DOCUMENT) for n in numbers]
    files = [EvidenceFile(**whose, id=new_id(), evidence_id=piece.id, name="policy.txt") for piece in pieces]
    said = {"number": 1, "name": "policy.txt", "announced_size": 5, "reserved": 5, "keeps_original": False}
    versions = [
        EvidenceVersion(**whose, **who, **said, id=new_id(), file_id=file.id, upload_key=random_id(), state=FileState.WAITING)
        for file in files
    ]
    store(tenant, pieces, files, versions)


def add_surveys(tenant: Tenant, numbers: range) -> None:
    """Surveys in every state; the replies to the closed ones are overdue."""
    states = list(SurveyState)
    store(tenant, [_survey(tenant, number, states[number % len(states)]) for number in numbers])


def _survey(tenant: Tenant, number: int, state: SurveyState) -> Survey:
    return Survey(
        organisation_id=tenant.organisation_id,
        title=f"Survey {number}",
        language="en",
        state=state,
        version=1,
        reply_by=tenant.at.date() - timedelta(days=1),
        started_at=tenant.at,
        published_at=tenant.at,
        closed_at=tenant.at if state is SurveyState.CLOSED else None,
    )


def add_colleagues(tenant: Tenant, numbers: range) -> None:
    """Members, and as many open invitations."""
    by, own = tenant.actor("owner").member_id, {"organisation_id": tenant.organisation_id, "role": Role.VIEWER}
    members = [Member(**own, name=f"Member {n}", email=f"member-{n}@example.org", joined_at=tenant.at) for n in numbers]
    invitations = [Invitation(**own, email=f"guest-{n}@example.org", invited_by=by, invited_at=tenant.at) for n in numbers]
    store(tenant, members, invitations)


def add_tokens(tenant: Tenant, numbers: range) -> None:
    """Tokens of a colleague, which an owner sees all."""
    own: dict[str, Any] = {"organisation_id": tenant.organisation_id, "member_id": tenant.actor("viewer").member_id}
    own |= {"scope": ["READ_SURVEYS"], "lasts_days": 30, "made_at": tenant.at}
    lapses_at = tenant.at + timedelta(days=30)
    hashes = [f"{tenant.organisation_id} {number}" for number in numbers]
    store(tenant, [PersonalToken(**own, name="Report", token_hash=each, lapses_at=lapses_at) for each in hashes])


def add_roles(tenant: Tenant, numbers: range) -> None:
    """Roles of the organisation's own."""
    own: dict[str, Any] = {"organisation_id": tenant.organisation_id, "permissions": ["READ_SURVEYS"], "made_at": tenant.at}
    store(tenant, [CustomRole(**own, name=f"Role {number}") for number in numbers])


def add_versions(tenant: Tenant, numbers: range) -> None:
    """Versions of the standard that were retired long ago."""
    content = {"pack": {"title": "The twelve commitments"}, "commitments": {}}
    own: dict[str, Any] = {"pack_id": "twelve-commitments", "status": PackStatus.RETIRED, "content": content}
    own |= {"made_at": tenant.at, "changed_at": tenant.at}
    with tenant.database.transaction() as session:
        session.add_all([StandardPack(**own, version=f"0.{number}", digest=f"{number}") for number in numbers])


def add_themes(tenant: Tenant, survey_id: SurveyId, numbers: range) -> None:
    """Themes that nobody has decided."""
    own: dict[str, Any] = {"organisation_id": tenant.organisation_id, "survey_id": survey_id, "people": People.NOT_COUNTED}
    store(tenant, [Theme(**own, heard=f"Theme {number}") for number in numbers])


def add_actions(tenant: Tenant, numbers: range) -> None:
    """Actions of the plan that are to be done one day after the other, the first of them overdue."""
    by, first = tenant.actor("officer").member_id, tenant.at.date() - timedelta(days=5)
    own: dict[str, Any] = {
        "organisation_id": tenant.organisation_id,
        "commitment": "c01-justice-equality",
        "owner_id": by,
        "version": 1,
        "made_by_id": by,
        "made_at": tenant.at,
        "changed_by_id": by,
        "changed_at": tenant.at,
        "priority": Priority.NORMAL,
        **dict.fromkeys(("note", "cost", "reason", "evidence", "link"), ""),
        "status": Status.PLANNED,
    }
    store(tenant, [Action(**own, title=f"Action {number}", due_on=first + timedelta(days=number)) for number in numbers])


def add_networks(tenant: Tenant, numbers: range) -> None:
    """Networks of another convenor that the organisation belongs to, each with an open round."""
    convenor = make_tenant(tenant.database, f"Sekretarijat {numbers.start}", at=tenant.at)
    ids = [(NetworkId(new_id()), RoundId(new_id()), f"Mreža {number}") for number in numbers]
    own = {"organisation_id": convenor.organisation_id}
    store(
        tenant,
        [Network(**own, id=network_id, name=name, convened_at=tenant.at) for network_id, _, name in ids],
        [
            Round(**own, **_days(tenant), id=round_id, network_id=network_id, **_announced(tenant))
            for network_id, round_id, _ in ids
        ],
        [_member(convenor, tenant, network_id, name, is_home=False) for network_id, _, name in ids],
        [_round_member(convenor, tenant, network_id, round_id, name) for network_id, round_id, name in ids],
    )


def add_members(circle: Circle, round_id: RoundId, numbers: range) -> None:
    """Confirmed organisations of a network that are in its round."""
    convenor = circle.convenor
    new = [Tenant(convenor.database, OrganisationId(new_id()), f"Udruga A{number:04}", convenor.at) for number in numbers]
    store(
        convenor,
        [_organisation(tenant) for tenant in new],
        [_member(convenor, tenant, circle.network_id, "Mreža", is_home=True) for tenant in new],
        [_round_member(convenor, tenant, circle.network_id, round_id, "Mreža") for tenant in new],
    )


def _organisation(tenant: Tenant) -> Organisation:
    return Organisation(
        organisation_id=tenant.organisation_id,
        name=tenant.name,
        country="MK",
        size_band=SizeBand.SMALL,
        themes=[],
        signed_up_at=tenant.at,
    )


def _member(convenor: Tenant, tenant: Tenant, network_id: NetworkId, network_name: str, *, is_home: bool) -> NetworkMember:
    return NetworkMember(
        convenor_id=convenor.organisation_id,
        organisation_id=tenant.organisation_id,
        network_id=network_id,
        invitation_id=random_id(),
        network_name=network_name,
        convenor_name=convenor.name,
        organisation_name=tenant.name,
        country="MK",
        is_home=is_home,
        joined_at=tenant.at,
    )


def _round_member(convenor: Tenant, tenant: Tenant, network_id: NetworkId, round_id: RoundId, network_name: str) -> RoundMember:
    return RoundMember(
        convenor_id=convenor.organisation_id,
        organisation_id=tenant.organisation_id,
        network_id=network_id,
        round_id=round_id,
        network_name=network_name,
        round_name="2026",
        organisation_name=tenant.name,
        progress=Progress.NOT_STARTED,
        **_days(tenant),
    )


def _days(tenant: Tenant) -> dict[str, Any]:
    today = tenant.at.date()
    return {"opens_on": today, "closes_on": today + timedelta(days=30), "publishes_on": today + timedelta(days=60)}


def _announced(tenant: Tenant) -> dict[str, Any]:
    return {"name": "2026", "announced_at": tenant.at}
