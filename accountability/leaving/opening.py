"""Nobody looks into a database that is older than an erasure: until the ledger is replayed every page says so and nothing else."""

from typing import Any

import flask
from flask import Flask, request
from flask.typing import ResponseReturnValue

from accountability.language import gettext as _
from accountability.leaving import ledger

OPEN = {"static", "health.healthz"}
CHECKED = "ledger_is_replayed"


def install(app: Flask) -> None:
    """Check before the first answer of the process, and again until it holds."""
    app.before_request(_refuse_until_replayed)


def _refuse_until_replayed() -> ResponseReturnValue | None:
    extensions: dict[str, Any] = flask.current_app.extensions
    if extensions.get(CHECKED) or request.endpoint in OPEN:
        return None
    if _is_behind(extensions):
        return _say()
    extensions[CHECKED] = True
    return None


def _is_behind(extensions: dict[str, Any]) -> bool:
    if not ledger.written(extensions["storage"]):
        return False
    with extensions["database"].transaction(read_only=True) as session:
        return bool(ledger.missing(session, extensions["storage"]))


def _say() -> ResponseReturnValue:
    text = flask.render_template(
        flask.current_app.extensions["error_template"],
        status=503,
        title=_("We are restoring a backup"),
        cause=_("What was erased since it was made is being erased again. This takes a minute."),
        kept=_("Nothing was changed."),
    )
    return text, 503, {"Retry-After": "30"}
