"""An organisation in the middle of everything: what stands behind each id that an address may carry."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.database import Database
from accountability.followup import commands as followup
from accountability.followup.domain import Decision, DecisionDraft, ThemeDraft
from accountability.followup.queries import get_listening
from accountability.network import queries as networks
from accountability.organisation import commands as organisation
from accountability.organisation.domain import NewInvitation
from accountability.organisation.queries import get_organisation
from accountability.standard import queries as standard
from accountability.standard.domain import Depth
from accountability.survey import commands as surveys
from accountability.survey import queries as survey_queries
from accountability.survey.domain import Promise, QuestionDraft
from accountability.survey.domain.kinds import OpenText, ScaleTo10, SingleChoice
from tests.factories import assessment as assessments
from tests.factories import network as network
from tests.factories import survey as survey
from tests.support.tenants import Tenant, make_tenant

CHILDREN = {"question_id", "theme_id", "text_id", "invitation_id", "organisation_id"}


@dataclass(frozen=True, kw_only=True)
class World:
    """One tenant with everything in it. `ids`: name of an address's part → values; "endpoint.name" is more exact."""

    tenant: Tenant
    at: datetime
    ids: dict[str, list[str]] = field(default_factory=dict)

    def values(self, endpoint: str, name: str) -> list[str]:
        """What may stand in an address in this place."""
        return self.ids.get(f"{endpoint}.{name}") or self.ids[name]

    def random(self) -> "World":
        """The same addresses with ids that never were."""
        return replace(self, ids={name: _like(values[0], name) for name, values in self.ids.items()})

    def with_children_of(self, other: "World") -> "World":
        """Our own things with another's parts in them."""
        theirs = {name: values for name, values in other.ids.items() if name.rpartition(".")[2] in CHILDREN}
        return replace(self, ids=self.ids | theirs)


def _like(value: str, name: str) -> list[str]:
    return [str(uuid4())] if name.endswith("_id") else [value]


def make_world(tenant: Tenant, database: Database, *, at: datetime, text: str) -> World:
    """Fill an organisation; `text` stands wherever people may write."""
    ids: dict[str, list[str]] = {"kind": ["single_choice", "open_text"], "number": ["2", "99999999999999999999"]}
    with tenant.session() as session, session.begin():
        get_organisation(session).themes = ["democracy"]
        _score(tenant, session, ids, at=at, text=text)
        for state in ("draft", "open", "closed"):
            _listen(tenant, session, ids, at=at, text=text, state=state)
        _invite(tenant, session, ids, at=at)
    _take_part(tenant, database, ids, at=at, text=text)
    return World(tenant=tenant, at=at, ids=ids)


def _score(tenant: Tenant, session: Any, ids: dict[str, list[str]], *, at: datetime, text: str) -> None:
    running = assessments.start(tenant, session, name=text[:60])
    slug = standard.current_pack().commitments[0].key_actions_at(Depth.QUICK)[0].slug
    given = Answer(verdict=Verdict.NOT_APPLICABLE, reason=text, note=text)
    assessments.rate(tenant, session, running, slug, given)
    signed = network.sign_assessment(session, tenant, at=at)
    ids |= {"assessment_id": [str(running.id), str(signed)], "key_action": [slug]}


def _listen(tenant: Tenant, session: Any, ids: dict[str, list[str]], *, at: datetime, text: str, state: str) -> None:
    by = tenant.actor("officer")
    made = surveys.start_survey(session, text[:100], language="en", closes_on=None, by=by, at=at)
    kinds = (ScaleTo10(low=text[:80], high=text[:80]), OpenText(), SingleChoice(labels=(text[:70], "Other")))
    drafts = [QuestionDraft(kind=kind, wording=text, hint=text, commitments=("c11-responsive-decisions",)) for kind in kinds]
    questions = [surveys.add_question(session, made, draft) for draft in drafts]
    promise = Promise(can_change=text, who_decides=text, off_the_table=text, reply_by=date(2026, 7, 1))
    surveys.make_promise(session, made, promise)
    ids.setdefault("survey_id", []).append(str(made.id))
    ids.setdefault("question_id", []).append(str(questions[0].id))
    if state == "draft":
        return
    surveys.publish_survey(session, made, by=by, at=at)
    survey.fill(session, made, at, 12, given=survey.answers(choices={"1": ("9",), "3": ("1",)}, texts={"2": text}))
    surveys.mix_survey(session, made, at=at)
    result = survey_queries.get_result(session, made, number=2)
    texts = survey_queries.list_texts(session, made, result)
    surveys.check_text(session, texts[0], redacted=text)
    ids.setdefault("text_id", []).append(str(texts[1].id))
    ids.setdefault("code", []).append(str(survey_queries.find_code(session, made)))
    if state == "closed":
        surveys.close_survey(session, made, by=by, at=at)
        surveys.mix_survey(session, made, at=at)
        _answer_back(tenant, session, ids, made.id, at=at, text=text)


def _answer_back(tenant: Tenant, session: Any, ids: dict[str, list[str]], survey_id: Any, *, at: datetime, text: str) -> None:
    by, listening = tenant.actor("officer"), get_listening(session, survey_id)
    theme = followup.write_theme(session, listening, ThemeDraft(heard=text), by=by, at=at)
    draft = DecisionDraft(decision=Decision.ACCEPTED, reason=text, due_on=date(2026, 8, 1))
    followup.decide_theme(session, listening, theme, draft, by=by, at=at)
    ids["theme_id"] = [str(theme.id)]


def _invite(tenant: Tenant, session: Any, ids: dict[str, list[str]], *, at: datetime) -> None:
    tokens: list[str] = []
    invitation = organisation.invite_colleague(
        session,
        NewInvitation(email=f"new@{tenant.organisation_id}.example", role="officer"),
        by=tenant.actor("owner"),
        at=at,
        address=lambda token: tokens.append(token) or token,
    )
    ids["organisation.withdraw_invitation.invitation_id"] = [str(invitation.id)]
    ids["organisation.accept_invitation.token"] = tokens


def _take_part(tenant: Tenant, database: Database, ids: dict[str, list[str]], *, at: datetime, text: str) -> None:
    convened, joined = (
        network.convene(tenant, at=at, name=text[:60]),
        network.convene(make_tenant(database, text[:60], at=at), at=at),
    )
    network.join(convened, make_tenant(database, text[:50], at=at), at=at)
    network.join(joined, tenant, at=at)
    ours, theirs = network.open_round(convened, at=at, name=text[:40]), network.open_round(joined, at=at)
    network.contribute(tenant, theirs, at=at)
    token = network.invite(convened, at=at, email="more@example.org")
    with tenant.session() as session:
        found = networks.get_network(session, convened.network_id)
        invited = [str(row.id) for row in networks.list_open_invitations(session, found, at=at)]
    ids |= {
        "network_id": [str(convened.network_id), str(joined.network_id)],
        "round_id": [str(ours), str(theirs)],
        "organisation_id": [str(convened.members[0].organisation_id)],
        "network.withdraw_invitation.invitation_id": invited,
        "network.accept_invitation.token": [token],
    }
