"""What the database is told when a transaction begins: whether it only reads, and for whom it acts. Forgotten at its end."""

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, SessionTransaction

# Said in every transaction, empty where a session says nothing.
LOCAL_SETTINGS = ("app.organisation", "app.across_tenants")


def say_locally(session: Session, **settings: str) -> None:
    """Tell PostgreSQL for the rest of this transaction, and for the session's next ones; `organisation` is `app.organisation`.

    Nothing is ever set for a connection: the next request that the pool gives it to would inherit it.
    """
    said = session.info.setdefault("settings", {})
    said.update({f"app.{name}": value for name, value in settings.items()})
    connection: Connection | None = session.info.get("begun")
    if connection is not None:
        _tell(connection, said)


@event.listens_for(Session, "after_begin")
def _begin(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    read_only = session.info.get("read_only", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        return
    session.info["begun"] = connection
    _tell(connection, session.info.get("settings", {}), read_only=read_only)


@event.listens_for(Session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("begun", None)


@event.listens_for(Session, "after_soft_rollback")
def _say_again(session: Session, rolled_back: SessionTransaction) -> None:
    # A savepoint takes with it what was said inside it.
    if rolled_back.nested and "begun" in session.info:
        _tell(session.info["begun"], session.info.get("settings", {}))


def _tell(connection: Connection, said: dict[str, str], *, read_only: bool = False) -> None:
    """All settings in one round trip, always all of them, so that nothing said before is left."""
    settings = dict.fromkeys(LOCAL_SETTINGS, "") | said | ({"transaction_read_only": "on"} if read_only else {})
    parts = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    connection.exec_driver_sql(f"SELECT {parts}", tuple(part for setting in settings.items() for part in setting))
