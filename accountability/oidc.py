"""Speaks OpenID Connect to a provider: the code flow with PKCE, and nothing else. Knows neither organisations nor people.

Each step asks the provider anew for its addresses and keys, so that nothing stale is trusted.
Source: OpenID Connect Core 1.0, section 3.1.2; RFC 7636 (PKCE), RFC 9207 (issuer in the answer), RFC 9700 (practice).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.discovery import get_well_known_url

from accountability.id_token import ALGORITHMS, NotBelieved, Vouched, check_claims, read_keys, read_token, vouched_by
from accountability.outside import NoAnswer, Outside, Patience, check_address

SECONDS = 4.5  # for all requests of one step together
SCOPE = "openid email profile"


class ProviderRefused(Exception):
    """The provider did not sign the person in, or does not know us; the text is its error code."""


@dataclass(frozen=True, kw_only=True)
class Client:
    """What a provider knows us by."""

    issuer: str
    client_id: str
    client_secret: str
    return_address: str


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """The secrets of one attempt, kept in the browser that makes it."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Provider:
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    takes_secret_in_body: bool
    names_itself: bool  # says who it is when it sends people back


def new_attempt() -> Attempt:
    """Fresh secrets, each of more than 256 bits."""
    return Attempt(state=generate_token(48), nonce=generate_token(48), verifier=generate_token(64))


def find_provider(outside: Outside, issuer: str, *, patience: Patience) -> Provider:
    """What the provider says of itself; NotBelieved, NoAnswer or NotAllowedOutside."""
    parts = check_address(issuer, is_open=outside.is_open)
    if parts.query:
        raise NotBelieved("an issuer has no question mark")
    told = _ask_json(outside, "GET", get_well_known_url(issuer, external=True), patience=patience)
    if told.get("issuer") != issuer:
        raise NotBelieved("it calls itself by another address")
    addresses = {name: _text(told, name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    for address in addresses.values():
        check_address(address, is_open=outside.is_open)
    if not set(ALGORITHMS) & set(_list(told, "id_token_signing_alg_values_supported", "RS256")):
        raise NotBelieved("it signs in no way that we accept")
    ways = _list(told, "token_endpoint_auth_methods_supported", "client_secret_basic")
    return Provider(
        issuer=issuer,
        **addresses,
        userinfo_endpoint=told.get("userinfo_endpoint") or None,
        takes_secret_in_body="client_secret_basic" not in ways and "client_secret_post" in ways,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def address_to_go_to(provider: Provider, client: Client, attempt: Attempt, *, anew: bool) -> str:
    """Where the browser goes to be vouched for; `anew` has people prove who they are even if the provider knows them."""
    more = {"prompt": "login", "max_age": "0"} if anew else {}
    address, _state = _library(client, None).create_authorization_url(
        provider.authorization_endpoint, state=attempt.state, code_verifier=attempt.verifier, nonce=attempt.nonce, **more
    )
    return str(address)


def redeem(
    outside: Outside, client: Client, attempt: Attempt, *, code: str, named: str | None, at: datetime, patience: Patience
) -> Vouched:
    """Whom the provider vouches for by this code; `named` is who the answer says it is from.

    ProviderRefused, NotBelieved, NoAnswer or NotAllowedOutside.
    """
    provider = find_provider(outside, client.issuer, patience=patience)
    if named != provider.issuer and (named or provider.names_itself):
        raise NotBelieved("the answer came from another provider")
    told = _fetch_token(outside, provider, client, attempt, code, patience)
    keys = read_keys(_ask_json(outside, "GET", provider.jwks_uri, patience=patience))
    claims = read_token(_text(told, "id_token"), keys)
    check_claims(claims, issuer=client.issuer, client_id=client.client_id, nonce=attempt.nonce, at=at)
    if "email" not in claims and provider.userinfo_endpoint:
        claims = _with_more(outside, provider.userinfo_endpoint, claims, _text(told, "access_token"), patience)
    return vouched_by(claims)


def _library(client: Client, session: object, *, takes_secret_in_body: bool = False) -> OAuth2Client:
    return OAuth2Client(
        session=session,
        client_id=client.client_id,
        client_secret=client.client_secret,
        token_endpoint_auth_method="client_secret_post" if takes_secret_in_body else "client_secret_basic",
        scope=SCOPE,
        redirect_uri=client.return_address,
        code_challenge_method="S256",
    )


class _Posting:
    """What the library posts with: our own guarded way to outside."""

    def __init__(self, outside: Outside, patience: Patience) -> None:
        self._outside, self._patience = outside, patience

    def post(self, url: str, data: dict[str, str], headers: Mapping[str, str], auth: Any) -> Any:
        url, sent, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return self._outside.ask("POST", url, patience=self._patience, body=body, headers=sent)


def _fetch_token(
    outside: Outside, provider: Provider, client: Client, attempt: Attempt, code: str, patience: Patience
) -> Mapping[str, Any]:
    library = _library(client, _Posting(outside, patience), takes_secret_in_body=provider.takes_secret_in_body)
    try:
        told: Mapping[str, Any] = library.fetch_token(
            provider.token_endpoint, grant_type="authorization_code", code=code, code_verifier=attempt.verifier
        )
    except OAuth2Error as error:
        raise ProviderRefused(str(error.error)) from error
    except (ValueError, TypeError) as error:
        raise NoAnswer("no token") from error
    return told


def _with_more(outside: Outside, url: str, claims: Mapping[str, Any], access_token: str, patience: Patience) -> Mapping[str, Any]:
    """The claims with what the provider says of the person beside the token, if it is about the same person."""
    more = _ask_json(outside, "GET", url, patience=patience, headers={"Authorization": f"Bearer {access_token}"})
    if more.get("sub") != claims["sub"]:
        raise NotBelieved("it speaks of somebody else beside the token")
    return {**{name: more.get(name) for name in ("email", "email_verified", "name")}, **claims}


def _ask_json(outside: Outside, method: str, url: str, *, patience: Patience, headers: Mapping[str, str] | None = None) -> Any:
    answer = outside.ask(method, url, patience=patience, headers=headers)
    answer.raise_for_status()
    try:
        told = answer.json()
    except (ValueError, RecursionError) as error:
        raise NoAnswer("not JSON") from error
    if not isinstance(told, dict):
        raise NoAnswer("not an object")
    return told


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise NotBelieved(f"it does not say its {name}")
    return value


def _list(told: Mapping[str, Any], name: str, otherwise: str) -> list[str]:
    value = told.get(name, [otherwise])
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def host_of(issuer: str) -> str:
    """The provider as people recognise it."""
    return urlsplit(issuer).hostname or issuer
