"""Asking a browser for a passkey: each challenge is for one browser, for five minutes, and for one answer."""

from datetime import datetime

import flask

from accountability.access import PersonId
from accountability.identity import queries
from accountability.identity.commands import passkeys as commands
from accountability.identity.domain import passkeys as domain
from accountability.identity.routes.pages import pages
from accountability.web import here, record_despite_refusal

KEPT = "passkey"  # in the browser's own cookie, which is signed


def site() -> domain.Site:
    """The site that passkeys are made for, by the configuration."""
    return domain.site_of(flask.current_app.config["BASE_URL"])


@pages.app_template_global()
def passkey_origin() -> str:
    """Where passkeys work; the script compares it with where the page is."""
    return site().origin


def new_challenge() -> str:
    """A challenge for this browser; an earlier one is void."""
    challenge = domain.new_challenge()
    flask.session[KEPT] = {"challenge": challenge, "asked_at": here.now.isoformat()}
    return challenge


def spend_challenge() -> str:
    """The challenge this browser was asked with, which nobody can answer again. Refuses ChallengeHasLapsed."""
    kept = flask.session.pop(KEPT, None)
    if kept is None:
        raise domain.ChallengeHasLapsed
    asked_at = datetime.fromisoformat(kept["asked_at"])
    commands.spend_challenge(here.session, kept["challenge"], asked_at=asked_at, at=here.now)
    return str(kept["challenge"])


def prove_passkey(answer: str, *, of: PersonId | None = None) -> PersonId:
    """Whose passkey answered; `of` is who it must be. A copied one is noted whatever the answer of this request."""
    challenge = spend_challenge()
    try:
        return commands.use_passkey(here.session, answer, site=site(), challenge=challenge, of=of, at=here.now)
    except domain.PasskeyWasCopied:
        at = here.now
        record_despite_refusal(lambda session: commands.note_copied_passkey(session, answer, at=at))
        raise


def known_passkeys(person_id: PersonId) -> list[str]:
    """The ids of a person's passkeys."""
    return [each.id for each in queries.list_factors(here.session, person_id).passkeys]
