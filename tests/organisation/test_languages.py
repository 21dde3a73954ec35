"""Whoever is invited reads the mail, and the page behind its link, in the language that was chosen for them."""

from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from sqlalchemy.orm import Session

from accountability import language
from accountability.identity.domain import AddressIsTaken, passwords
from accountability.organisation import commands, domain
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase
from tests.support.letters import letters_to, link_to
from tests.support.tenants import Tenant

TEMPLATES = Path(__file__).parents[2] / "templates"
READ = (
    "organisation/accept_invitation.html",
    "email/organisation/invite_colleague.html",
    "email/organisation/invite_colleague.txt",
    "layout/public.html",
    "layout/_footer.html",
    "components/error_summary.html",
    "components/field.html",
)
REFUSALS = (
    domain.InvitationHasLapsed,
    domain.InvitationIsForAnother,
    domain.IsMemberAlready,
    domain.SignInIsBound,
    AddressIsTaken,
    passwords.PasswordIsTooShort,
    passwords.PasswordIsTooLong,
    passwords.PasswordIsGuessed,
    passwords.PasswordIsTheWordsAtHand,
)
TYPED = {
    "Your name",
    "Choose a password",
    "Enter your name",
    "Enter a password",
    "This must be %(most)s characters or fewer; it has %(length)s",
    "%(inviter)s invites you to %(organisation)s",
}
MESSAGES = {message for name in READ for _, message, _, _ in extract_from_file("jinja2.ext.babel_extract", TEMPLATES / name)}
MESSAGES |= {each.message for each in REFUSALS} | TYPED
OTHERS = [each for each in language.LANGUAGES.values() if each.code != "en"]


def untranslated(chosen: language.Language, messages: set[str]) -> set[str]:
    with language.using(chosen):
        return {message for message in messages if language.gettext(message) == message}


@pytest.mark.parametrize("chosen", OTHERS, ids=lambda each: each.code)
def test_what_an_invited_person_reads_is_translated(chosen: language.Language) -> None:
    assert not untranslated(chosen, MESSAGES)


def test_a_planted_text_is_found_untranslated() -> None:
    assert untranslated(OTHERS[0], {"A planted text"}) == {"A planted text"}


@pytest.mark.parametrize("code", ["sr", "ar"])
def test_the_mail_and_the_page_are_in_the_language_of_whoever_is_invited(
    session: Session,
    ours: Tenant,
    database: PinnedDatabase,
    client: CheckingClient,
    at: datetime,
    code: str,
) -> None:
    new = domain.NewInvitation(email="new@example.org", role="viewer", language=code, name="Ana")
    by = ours.actor("owner")
    with session.begin():
        commands.invite_colleague(session, new, by=by, at=at, address=lambda token: f"http://localhost/invitations/{token}")
    chosen = language.LANGUAGES[code]
    letter = letters_to(database, "new@example.org")[-1]
    with language.using(chosen):
        said = language.gettext("If you did not expect this, do nothing.")
        button = language.gettext("Join")
    assert said in letter.text
    assert f'lang="{code}" dir="{chosen.direction}"' in letter.html
    page = client.get(link_to(database, "new@example.org")).text
    assert button in page
    assert f'lang="{code}" dir="{chosen.direction}"' in page
    assert 'lang="en"' in client.get("/sign-in").text, "the next page is nobody else's"
