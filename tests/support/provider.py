"""A small OpenID provider of our own, run as a process: honest by default, and told by the tests how to misbehave.

`python -m tests.support.provider PORT` serves any number of issuers below /<name>. A test talks to it through Provider.
"""

import base64
import contextlib
import hashlib
import hmac
import html
import json
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask
from flask import Flask, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.support.postgres import free_port

CLIENT_ID, CLIENT_SECRET = "accountability", "a-secret-between-the-two"
ROOT = Path(__file__).parents[2]
HONEST: dict[str, Any] = {
    "person": {"sub": "p-1", "email": "member@example.org", "email_verified": True, "name": "Mira from the provider"},
    "now": None,  # seconds since 1970; None: the real time
    "claims": {},  # put over what an honest token says; None takes a claim away
    "sign": "key",  # key, none, other-key, secret, public-key
    "document": {},  # put over what the provider says of itself
    "slow": 0.0,  # seconds of silence before any answer
    "drips": False,  # answers byte by byte, for ever
    "asks": False,  # shows a page with a button before it sends people back
    "userinfo": {},
}


class Serving:
    """What the process serves, and how it was told to behave."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
        self.told: dict[str, Any] = dict(HONEST)
        self.codes: dict[str, dict[str, str]] = {}

    def make_app(self) -> Flask:
        """All its addresses."""
        app = Flask(__name__)
        app.before_request(self.dawdle)
        app.add_url_rule("/behave", view_func=self.behave, methods=["POST"])
        app.add_url_rule("/<name>/.well-known/openid-configuration", view_func=self.describe)
        app.add_url_rule("/<name>/keys", view_func=self.show_keys)
        app.add_url_rule("/<name>/authorize", view_func=self.authorize)
        app.add_url_rule("/<name>/token", view_func=self.give_token, methods=["POST"])
        app.add_url_rule("/<name>/userinfo", view_func=self.tell_more)
        return app

    def behave(self) -> ResponseReturnValue:
        self.told = HONEST | request.get_json()
        return ""

    def dawdle(self) -> Any:
        if request.path == "/behave":
            return None
        time.sleep(self.told["slow"])
        return flask.Response(_drips(), mimetype="application/json") if self.told["drips"] else None

    def describe(self, name: str) -> ResponseReturnValue:
        issuer = f"{request.host_url}{name}"
        document = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }
        return flask.jsonify(document | self.told["document"])

    def show_keys(self, name: str) -> ResponseReturnValue:
        return flask.jsonify(keys=[self.key.as_dict(private=False)])

    def authorize(self, name: str) -> ResponseReturnValue:
        assert request.args["response_type"] == "code"
        assert request.args["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(request.args)
        back = f"{request.args['redirect_uri']}?{urllib.parse.urlencode({'code': code, 'state': request.args['state']})}"
        if self.told["asks"]:
            return f'<!doctype html><title>Provider</title><h1>Provider</h1><a href="{html.escape(back)}">Yes, it is me</a>'
        return flask.redirect(back)

    def give_token(self, name: str) -> ResponseReturnValue:
        asked = self.codes.pop(request.form.get("code", ""), None)
        given = request.authorization
        if given is None or (given.username, given.password) != (CLIENT_ID, CLIENT_SECRET):
            return flask.jsonify(error="invalid_client"), 401
        if asked is None or not _is_verified(asked, request.form.get("code_verifier", "")):
            return flask.jsonify(error="invalid_grant"), 400
        claims = self._claims(f"{request.host_url}{name}", asked)
        token = _sign(claims, self.told["sign"], self.key)
        return flask.jsonify(id_token=token, access_token="at", token_type="Bearer", expires_in=300)

    def _claims(self, issuer: str, asked: dict[str, str]) -> dict[str, Any]:
        now = int(self.told["now"] or time.time())
        claims = {"iss": issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        if asked.get("max_age") == "0":
            claims["auth_time"] = now
        said = {**self.told["person"], **claims, **self.told["claims"]}
        return {name: value for name, value in said.items() if value is not None}

    def tell_more(self, name: str) -> ResponseReturnValue:
        assert request.headers["Authorization"] == "Bearer at"
        return flask.jsonify(self.told["userinfo"])


def _drips() -> Iterator[bytes]:
    while True:
        time.sleep(0.2)
        yield b" "


def _is_verified(asked: dict[str, str], verifier: str) -> bool:
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return digest == asked["code_challenge"]


def _sign(claims: dict[str, Any], how: str, key: RSAKey) -> str:
    if how == "none":
        parts = (json.dumps({"alg": "none"}), json.dumps(claims))
        return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts) + "."
    if how == "secret":
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET * 2), algorithms=["HS256"])
    if how == "public-key":
        return _confused(claims, key)
    other = RSAKey.generate_key(2048, {"kid": "k1"})
    return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key if how == "key" else other)


def _confused(claims: dict[str, Any], key: RSAKey) -> str:
    """Signed with the provider's public key as if it were a shared secret: whoever can read it could do that."""
    parts = (json.dumps({"alg": "HS256", "kid": "k1"}), json.dumps(claims))
    text = ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    mark = hmac.new(key.as_pem(private=False), text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


@dataclass
class Provider:
    """The running provider, as tests know it."""

    address: str

    def issuer(self, name: str = "staff") -> str:
        """One of the issuers it serves."""
        return f"{self.address}/{name}"

    def behave(self, **changes: Any) -> None:
        """Be honest from now on but for these changes of HONEST."""
        body = json.dumps(changes).encode()
        asked = urllib.request.Request(f"{self.address}/behave", body, {"Content-Type": "application/json"})  # noqa: S310
        urllib.request.urlopen(asked, timeout=5).close()  # noqa: S310 - our own process

    def send_back(self, link: str) -> str:
        """Follow the link to the provider as a browser would; the path and query it sends people back to."""
        opener = urllib.request.build_opener(_Stay())
        with opener.open(link, timeout=5) as answer:
            back = urllib.parse.urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


class _Stay(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


@contextlib.contextmanager
def running_provider() -> Iterator[Provider]:
    """The provider on a free port until the block ends."""
    provider = Provider(f"http://127.0.0.1:{(port := free_port())}")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.provider", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(provider, process)
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(provider: Provider, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 20
    while True:
        assert process.poll() is None, "the provider did not start"
        try:
            return provider.behave()
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < until, "the provider does not answer"
            time.sleep(0.05)


if __name__ == "__main__":
    Serving().make_app().run(port=int(sys.argv[1]), threaded=True)
