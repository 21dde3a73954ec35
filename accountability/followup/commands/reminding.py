"""Reminders: one mail a morning to each who carries something that is due soon or overdue, never one per action.

What nobody carries, or somebody who has left or may not read the plan any more, goes to the officers, or to the owners of an
organisation that has none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from accountability import language, outbox
from accountability.access import MemberId, Role, Rule
from accountability.followup import queries
from accountability.followup.domain.plan.reminding import Reminder, Timing, is_morning, next_morning, reminder_of
from accountability.followup.models import Action, PlanDigest
from accountability.followup.queries import Carrier
from accountability.language import gettext as _
from accountability.language import ngettext
from accountability.organisation.queries import get_organisation
from accountability.tenancy import acting_for


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """One action that somebody is reminded of."""

    action: Action
    reminder: Reminder
    is_theirs: bool  # False: nobody carries it


def send_reminders(session: Session, *, rule: Rule, base_url: str, at: datetime) -> int:
    """Write this morning's mails, and say when to look again; return how many. Does nothing before it is time to look.

    `rule` says who can read the plan; links begin with `base_url`.
    """
    zone = language.zone_of(get_organisation(session).country)
    digest = session.get(PlanDigest, acting_for(session), with_for_update=True)
    if digest is not None and at < digest.due_at:
        return 0
    due_at = next_morning(at, zone=zone)
    if digest is None:
        session.add(PlanDigest(due_at=due_at))
    else:
        digest.due_at = due_at
    session.flush()
    if not is_morning(at, zone=zone):
        return 0
    carriers = queries.list_carriers(session, rule)
    piles = _pile_up(session, carriers, zone=zone, today=at.astimezone(zone).date())
    for carrier in carriers:
        if carrier.member_id in piles:
            _post(session, carrier, piles[carrier.member_id], base_url=base_url, at=at)
    session.flush()
    return len(piles)


def _pile_up(session: Session, carriers: Sequence[Carrier], *, zone: ZoneInfo, today: date) -> dict[MemberId, list[Reminded]]:
    """Member → what to remind them of; the actions are marked."""
    known = {each.member_id for each in carriers}
    piles: defaultdict[MemberId, list[Reminded]] = defaultdict(list)
    for action in queries.list_actions(session):
        timing = Timing(made_on=action.made_at.astimezone(zone).date(), due_on=action.due_on, reminded_on=action.reminded_on)
        reminder = reminder_of(timing, today=today) if action.status.is_open else None
        if reminder is None:
            continue
        owner_id = MemberId(action.owner_id) if action.owner_id in known and action.owner_id else None
        for member_id in [owner_id] if owner_id else _keepers(carriers):
            piles[member_id].append(Reminded(action=action, reminder=reminder, is_theirs=owner_id is not None))
            action.reminded_on = today
    return piles


def _keepers(carriers: Sequence[Carrier]) -> list[MemberId]:
    """Who looks after what nobody carries: the officers, or else the owners."""
    by_role = {role: [each.member_id for each in carriers if each.role is role] for role in (Role.OFFICER, Role.OWNER)}
    return by_role[Role.OFFICER] or by_role[Role.OWNER]


def _post(session: Session, carrier: Carrier, pile: Sequence[Reminded], *, base_url: str, at: datetime) -> None:
    overdue = sum(each.reminder is Reminder.OVERDUE for each in pile)
    subject = (
        ngettext("One action of the plan is overdue", "%(number)s actions of the plan are overdue", overdue)
        if overdue
        else ngettext("One action of the plan is due soon", "%(number)s actions of the plan are due soon", len(pile))
    )
    outbox.post_mail(
        session,
        to=carrier.email,
        subject=subject,
        template="email/followup/plan_digest",
        at=at,
        name=carrier.name,
        overdue=[_line(each) for each in pile if each.reminder is Reminder.OVERDUE],
        soon=[_line(each) for each in pile if each.reminder is Reminder.SOON],
        link=f"{base_url}/plan?show=open",
        base_url=base_url,
    )


def _line(each: Reminded) -> dict[str, object]:
    due = language.format_date(each.action.due_on)
    words = _("was due on %(day)s", day=due) if each.reminder is Reminder.OVERDUE else _("is due on %(day)s", day=due)
    return {"id": each.action.id, "title": each.action.title, "due": words, "is_theirs": each.is_theirs}
