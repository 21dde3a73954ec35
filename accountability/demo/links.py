"""Where to go in a loaded demo region: one open survey, one release, one public reply, and who may sign in as what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from accountability.access import PersonId
from accountability.benchmark.queries import list_benchmarks
from accountability.database import Database, NotFound
from accountability.demo.factors import key_of
from accountability.demo.loading.organisations import COLLEAGUES, PASSWORD
from accountability.demo.stories import World, mail_domain
from accountability.followup.domain import ReplyState
from accountability.followup.queries import list_reply_duties
from accountability.identity.queries import find_account
from accountability.organisation.queries import list_memberships
from accountability.survey import queries as surveys
from accountability.survey.domain import SurveyId, SurveyState
from accountability.tenancy import act_for

Address = Callable[..., str]  # endpoint and its values → whole address


@dataclass(frozen=True, kw_only=True)
class Places:
    """How addresses are made in this installation."""

    base_url: str
    survey_root: str
    address: Address


def find_links(database: Database, world: World, places: Places, *, today: date) -> dict[str, Any]:
    """The addresses and sign-ins as plain values; NotFound when the demo region is not loaded."""
    with database.transaction(read_only=True) as session:
        _enter_main(session, world)
        open_survey = next(each.id for each in surveys.list_surveys(session) if each.state is SurveyState.OPEN)
        replied = next(duty.survey_id for duty in list_reply_duties(session, today=today) if duty.state is ReplyState.PUBLISHED)
        released = next(each.round.round_id for each in list_benchmarks(session, today=today) if each.release)
        return {
            "base_address": places.base_url,
            "open_survey": _survey_address(session, places, open_survey),
            "release": places.address("benchmark.show_benchmark", round_id=released),
            "public_page": f"{_survey_address(session, places, replied)}/reply",
            "sign_ins": sign_ins(world),
        }


def sign_ins(world: World) -> dict[str, dict[str, str]]:
    """Role → mail address and password. The coordinator belongs to the secretariat, all others to the main organisation.

    The coordinator has a second factor, too: the key that people type into a code generator.
    """
    domains = {role: mail_domain(world.main.key) for role in ("owner", *COLLEAGUES)}
    domains["coordinator"] = mail_domain(world.secretariat.key)
    found = {role: {"email": f"{role}@{domain}", "password": PASSWORD} for role, domain in domains.items()}
    found["coordinator"]["second_factor"] = key_of(world.seed)
    return found


def _enter_main(session: Session, world: World) -> None:
    account = find_account(session, email=sign_ins(world)["officer"]["email"])
    if account is None:
        raise NotFound("demo region")
    act_for(session, list_memberships(session, PersonId(account.person_id))[0].organisation_id)


def _survey_address(session: Session, places: Places, survey_id: SurveyId) -> str:
    return f"{places.survey_root}/{surveys.find_code(session, surveys.get_survey(session, survey_id))}"
