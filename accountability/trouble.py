"""Troubles as the log may hold them: where and of what kind, never with the words of a message.

A message of the database prints the whole row it refused, and one of Python the value it could not read; both may be what a
constituent wrote.
"""

import logging
import traceback
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, IntegrityError

from accountability.database import broken_constraint


def report(log: logging.Logger, message: str, *params: object, error: BaseException) -> None:
    """Log that something failed, with the way that led there."""
    text = "\n".join("".join(traceback.format_tb(each.__traceback__)) + _name(each) for each in _causes(error))
    log.error("%s\n%s", message % params, text)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__ or error.__context__
    if cause is not None and cause is not error:
        yield from _causes(cause)
    yield error


def _name(error: BaseException) -> str:
    found = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, IntegrityError):
        return f"{found} of {broken_constraint(error)} in: {error.statement}"
    return f"{found} in: {error.statement}" if isinstance(error, DBAPIError) else found
