"""Whether the process lives, and whether it can do its work. Says nothing about anybody's content."""

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from accountability import schema
from accountability.access import ANYONE
from accountability.web import Pages

pages = Pages("health", __name__)


@pages.get("/healthz", access=ANYONE)
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/readyz", access=ANYONE)
def readyz() -> ResponseReturnValue:
    """Database, migrations and queue are as this release needs them; 503 when one is not."""
    checks = _database_checks() | {"queue": current_app.extensions["queue"].is_reachable()}
    status = 200 if all(checks.values()) else 503
    return jsonify(status="ok" if status == 200 else "not ready", checks=checks), status


def _database_checks() -> dict[str, bool]:
    try:
        revision = schema.revision_of(current_app.extensions["database"].engine)
    except SQLAlchemyError:
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": revision == schema.head()}
