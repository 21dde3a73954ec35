"""Reading the plan: actions, their history, the standard's words beside them, and who may carry one."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import MemberId, Role, Rule
from accountability.assessment import queries as assessments
from accountability.database import NotFound
from accountability.followup.domain.plan import ActionId, Bounds, Shown
from accountability.followup.models import Action, ActionVersion
from accountability.organisation import queries as organisation
from accountability.standard import queries as standard
from accountability.standard.domain import Commitment, KeyAction, Pack
from accountability.tenancy import acting_for


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """A member who can read the plan, and so can carry an action."""

    member_id: MemberId
    name: str
    email: str
    role: Role


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The standard's words for what actions serve, by slug and in its order."""

    commitments: Mapping[str, Commitment]
    key_actions: Mapping[str, KeyAction]

    def title_of(self, commitment: str) -> str:
        """The commitment's number and title; its slug when no pack that is still here has it."""
        found = self.commitments.get(commitment)
        return f"{found.number} {found.title}" if found else commitment

    def text_of(self, key_action: str | None) -> str:
        """What the key action asks for; nothing for a commitment as a whole."""
        found = self.key_actions.get(key_action or "")
        return found.text if found else key_action or ""

    @property
    def served(self) -> dict[str, frozenset[str]]:
        """Commitment → its key actions, as the rules need it."""
        return {slug: frozenset(one.slug for one in each.key_actions) for slug, each in self.commitments.items()}


def get_action(session: Session, action_id: ActionId) -> Action:
    """One action; NotFound."""
    action = session.get(Action, (acting_for(session), action_id))
    if action is None:
        raise NotFound("action")
    return action


def list_actions(session: Session) -> list[Action]:
    """The whole plan, by the day each is due."""
    return list(session.scalars(sa.select(Action).order_by(Action.due_on, Action.id)))


def narrow(actions: Iterable[Action], shown: Shown, *, me: uuid.UUID, today: date, commitment: str | None = None) -> list[Action]:
    """Those of the actions that a list of this kind shows; closed ones the last closed first."""
    tests: dict[Shown, Callable[[Action], bool]] = {
        Shown.OPEN: lambda action: action.status.is_open,
        Shown.MINE: lambda action: action.status.is_open and action.owner_id == me,
        Shown.OVERDUE: lambda action: action.is_overdue(today),
        Shown.CLOSED: lambda action: not action.status.is_open,
        Shown.ALL: lambda _action: True,
    }
    found = [each for each in actions if tests[shown](each) and commitment in (None, each.commitment)]
    return sorted(found, key=lambda each: each.closed_on or date.min, reverse=True) if shown is Shown.CLOSED else found


def list_versions(session: Session, action: Action) -> list[ActionVersion]:
    """Everything an action ever said, the oldest version first."""
    asked = sa.select(ActionVersion).where(ActionVersion.action_id == action.id).order_by(ActionVersion.version)
    return list(session.scalars(asked))


def get_version(session: Session, action: Action, *, number: int) -> ActionVersion:
    """One version of an action; NotFound."""
    asked = sa.select(ActionVersion).where(ActionVersion.action_id == action.id, ActionVersion.version == number)
    version = session.scalar(asked)
    if version is None:
        raise NotFound("version")
    return version


def titles_of(session: Session, action_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Action → what will be done, for those that are still there."""
    asked = sa.select(Action.id, Action.title).where(Action.id.in_(action_ids))
    return {row.id: row.title for row in session.execute(asked)}


@dataclass(frozen=True, kw_only=True)
class PlanStanding:
    """Where the plan stands: what is still to do, by the day it is due, and how much of it is overdue."""

    open: tuple[Action, ...]
    overdue: int

    @property
    def late(self) -> tuple[Action, ...]:
        """What is overdue, the longest overdue first."""
        return self.open[: self.overdue]

    @property
    def coming(self) -> tuple[Action, ...]:
        """What is due next."""
        return self.open[self.overdue :]


def get_plan_standing(session: Session, *, today: date) -> PlanStanding:
    """Where the plan stands."""
    still = tuple(action for action in list_actions(session) if action.status.is_open)
    return PlanStanding(open=still, overdue=sum(action.is_overdue(today) for action in still))


def has_plan(session: Session, *, assessment_id: uuid.UUID, signed_at: datetime) -> bool:
    """Whether anything was planned from this assessment, or by hand since it was signed off."""
    is_of_it = sa.or_(Action.assessment_id == assessment_id, Action.made_at >= signed_at)
    return session.scalar(sa.select(sa.func.count()).select_from(Action).where(is_of_it)) != 0


def get_wording(session: Session, actions: Sequence[Action] = ()) -> Wording:
    """The words of the current standard, and of older ones as far as these actions still speak of them."""
    packs = [standard.current_pack(session)]
    known = _slugs_of(packs[0])
    missing = {slug for action in actions for slug in (action.commitment, action.key_action) if slug} - known
    if missing:
        signed = assessments.list_signed_assessments(session)
        older = sorted({(each.pack_id, each.pack_version) for each in signed}, reverse=True)
        packs += [pack for pack in (standard.find_pack(session, *each) for each in older) if pack]
    # What the current standard says comes first in order and last in writing.
    commitments: dict[str, Commitment] = {each.slug: each for pack in packs for each in pack.commitments}
    return Wording(
        commitments=commitments | {each.slug: each for each in packs[0].commitments},
        key_actions={each.slug: each for pack in reversed(packs) for each in pack.key_actions},
    )


def _slugs_of(pack: Pack) -> set[str]:
    return {each.slug for each in pack.commitments} | {each.slug for each in pack.key_actions}


def get_bounds(session: Session, rule: Rule, *, today: date) -> Bounds:
    """What may be chosen for an action; `rule` says who can read the plan."""
    owners = {each.member_id for each in list_carriers(session, rule)}
    return Bounds(served=get_wording(session).served, owners=owners, today=today)


def list_carriers(session: Session, rule: Rule) -> list[Carrier]:
    """The members who hold the rule now, by name."""
    return [
        Carrier(member_id=each.id, name=each.name, email=each.email, role=each.role)
        for each in organisation.list_members_who(session, rule)
    ]
