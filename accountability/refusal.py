"""Refusals: what the domain says when something may not be done, in words for the person who tried."""

from typing import ClassVar


class Refusal(Exception):
    """A rule that stands in the way. Subclasses are named by what is the case: `SurveyIsClosed`.

    `message` is an English sentence for people, with optional `%(name)s` parameters; it is translated where it is shown.
    `field` names the form field it belongs beside, if any.
    """

    message: ClassVar[str] = "This cannot be done now."
    field: ClassVar[str | None] = None

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.message % params if params else self.message)
