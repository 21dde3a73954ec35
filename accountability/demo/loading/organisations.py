"""Signing up: the secretariat, the organisations, and the colleagues of those whose sign-ins are printed."""

import secrets
from datetime import datetime, timedelta
from random import Random

from accountability.access import Actor
from accountability.demo.factors import secret_of
from accountability.demo.loading.stage import Links, Stage, moment
from accountability.demo.stories import OrganisationStory, Person, mail_domain
from accountability.demo.world import invent_person
from accountability.identity import commands as identity
from accountability.identity.commands.factors import add_totp
from accountability.identity.domain import NewPerson
from accountability.identity.domain.factors import code_at
from accountability.identity.queries import get_account
from accountability.organisation import commands, queries
from accountability.organisation.domain import THEMES, NewInvitation, Profile, SizeBand

PASSWORD = "tea-under-the-linden"  # noqa: S105 - known to everybody on purpose: the region is invented and for trying out
BANDS = (SizeBand.VOLUNTEERS, SizeBand.SMALL, SizeBand.MIDDLE, SizeBand.LARGE)
COLLEAGUES = ("officer", "board", "viewer", "contributor")  # the last one's account means that loading is complete


def sign_up_all(stage: Stage) -> None:
    """The secretariat first, so that its coordinator starts there; then everybody, the main organisation first."""
    world = stage.world
    start = moment(world.past_rounds[0].opens_on) - timedelta(days=60)
    secretariat = _sign_up(stage, world.secretariat, password=PASSWORD, at=start)
    stage.coordinator = join_colleague(stage, secretariat, role="coordinator", person=coordinator_of(stage), at=start)
    _set_up_factor(stage, at=start + timedelta(hours=3))
    for number, story in enumerate(world.organisations):
        password = PASSWORD if story is world.main else secrets.token_urlsafe(16)
        stage.actors[story.key] = _sign_up(stage, story, password=password, at=start + timedelta(hours=number + 1))
        stage.tick(1)
    _lend_owner(stage, at=start + timedelta(days=5))


def join_main_colleagues(stage: Stage) -> None:
    """The colleagues of the main organisation, as they are invited and come in."""
    start = moment(stage.world.past_rounds[0].opens_on) - timedelta(days=40)
    for role in COLLEAGUES:
        person = colleague(stage.world.seed, stage.world.main, role)
        join_colleague(stage, stage.actors[stage.world.main.key], role=role, person=person, at=start)


def colleague(seed: str, story: OrganisationStory, role: str) -> Person:
    """The invented person who holds a role; the address says which."""
    named = invent_person(Random(f"{seed}:{story.key}:{role}"), country=story.country, domain=mail_domain(story.key), taken=set())
    return Person(name=named.name, email=f"{role}@{mail_domain(story.key)}")


def coordinator_of(stage: Stage) -> Person:
    """The invented coordinator of the network."""
    return colleague(stage.world.seed, stage.world.secretariat, "coordinator")


def join_colleague(stage: Stage, owner: Actor, *, role: str, person: Person, at: datetime) -> Actor:
    """Invite somebody into the owner's organisation and let them come in."""
    links = Links()
    with stage.acting(owner, at) as session:
        new = NewInvitation(email=person.email, role=role)
        commands.invite_colleague(session, new, by=owner, at=at, address=links)
    with stage.acting(owner, at + timedelta(hours=2)) as session:
        address = queries.find_invitation_address(session, links.tokens[0])
        if address is None:
            raise RuntimeError("the invitation that was just made leads nowhere")
        invitation = queries.get_invitation(session, address.invitation_id)
        account = identity.make_account(session, NewPerson(name=person.name, email=person.email, password=PASSWORD), at=at)
        return commands.accept_invitation(session, invitation, account=account, name=person.name, at=at + timedelta(hours=2))


def _set_up_factor(stage: Stage, *, at: datetime) -> None:
    """The coordinator's code generator: whoever sees many organisations needs one."""
    person_id, secret = stage.convenor.person_id, secret_of(stage.world.seed)
    with stage.outside(at) as session:
        add_totp(session, person_id, secret, code_at(secret, at=at), seal=stage.seal, at=at)


def _sign_up(stage: Stage, story: OrganisationStory, *, password: str, at: datetime) -> Actor:
    owner = story.owner if story not in _named(stage) else Person(name=story.owner.name, email=f"owner@{mail_domain(story.key)}")
    profile = Profile(
        name=story.name,
        country=story.country,
        size_band=BANDS[story.size],
        themes=tuple(THEMES[index] for index in story.themes),
    )
    with stage.outside(at) as session:
        account = identity.make_account(session, NewPerson(name=owner.name, email=owner.email, password=password), at=at)
        return commands.sign_up(session, profile, account=account, name=owner.name, at=at)


def _named(stage: Stage) -> tuple[OrganisationStory, OrganisationStory]:
    return (stage.world.secretariat, stage.world.main)


def _lend_owner(stage: Stage, *, at: datetime) -> None:
    """The main organisation's owner also reads along in another one, so that switching has somewhere to go."""
    main, other = stage.world.organisations[:2]
    lent, host = stage.actors[main.key], stage.actors[other.key]
    links = Links()
    with stage.acting(host, at) as session:
        email = f"owner@{mail_domain(main.key)}"
        commands.invite_colleague(session, NewInvitation(email=email, role="viewer"), by=host, at=at, address=links)
    with stage.acting(host, at) as session:
        address = queries.find_invitation_address(session, links.tokens[0])
        if address is None:
            raise RuntimeError("the invitation that was just made leads nowhere")
        invitation = queries.get_invitation(session, address.invitation_id)
        account = get_account(session, lent.person_id)
        commands.accept_invitation(session, invitation, account=account, name=lent.name, at=at)
