"""What stands in the way of answering back, in words for the person who tried."""

from typing import ClassVar

from accountability.refusal import Refusal


class SurveyIsStillOpen(Refusal):
    """People are still answering, so nobody can say yet what was heard."""

    message: ClassVar[str] = "People are still answering. Close the survey before you publish the reply."


class NothingIsHeardYet(Refusal):
    """A reply without a theme answers nobody."""

    message: ClassVar[str] = "Write at least one theme before you publish the reply."


class ThemeIsUndecided(Refusal):
    """One theme has no decision, so the reply would leave somebody without an answer."""

    message: ClassVar[str] = "Decide every theme before you publish. This one is open: %(theme)s"


class ThemeIsDecided(Refusal):
    """A decided theme stays in the reply, whatever was decided."""

    message: ClassVar[str] = "This theme is decided and stays in the reply. You can still change its words or its decision."


class ReplyIsPublished(Refusal):
    """What was said in public stays as it was said."""

    message: ClassVar[str] = "This reply is published and stays as it was said. Add an update below it instead."


class ReplyIsNotPublished(Refusal):
    """An update needs something to stand below."""

    message: ClassVar[str] = "This reply is not published yet. Change the draft instead of adding an update."


class ThemeIsEmpty(Refusal):
    """A theme is one line of what was heard."""

    message: ClassVar[str] = "Enter what you heard, in one line."
    field: ClassVar[str | None] = "heard"


class ThemeIsTooLong(Refusal):
    """A theme that does not fit a line is usually two themes."""

    message: ClassVar[str] = "What you heard must be %(limit)s characters or fewer. If it is two things, write two themes."
    field: ClassVar[str | None] = "heard"


class QuestionIsUnknown(Refusal):
    """A theme can only come from a question that people were asked."""

    message: ClassVar[str] = "Select one of the questions people were asked, or none."
    field: ClassVar[str | None] = "question_id"


class ReplyWasJustBegun(Refusal):
    """Somebody else began the same reply in the same moment."""

    message: ClassVar[str] = "A colleague has just begun this reply. Please send this again; what you typed is still there."


class ReasonIsMissing(Refusal):
    """Every decision carries its reason, the good ones too."""

    message: ClassVar[str] = "Enter the reason for the decision."
    field: ClassVar[str | None] = "reason"


class ReasonIsTooLong(Refusal):
    """The reason is read on a phone."""

    message: ClassVar[str] = "The reason must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "reason"


class DateIsMissing(Refusal):
    """What is accepted, wholly or partly, has a day by which people can ask about it."""

    message: ClassVar[str] = "Enter by when it will be done."
    field: ClassVar[str | None] = "due_on"


class DateHasPassed(Refusal):
    """A day that is over cannot be promised."""

    message: ClassVar[str] = "The day by which it will be done must be today or later."
    field: ClassVar[str | None] = "due_on"


class DeclinedHasNoDate(Refusal):
    """Nothing will be done, so no day may suggest otherwise."""

    message: ClassVar[str] = "Leave the day empty when you decline; the reason says why not."
    field: ClassVar[str | None] = "due_on"


class UpdateIsEmpty(Refusal):
    """An update says something."""

    message: ClassVar[str] = "Enter what has happened since the reply."
    field: ClassVar[str | None] = "news"


class WordsAreTooLong(Refusal):
    """Thanks, invitations and updates are read on a phone."""

    message: ClassVar[str] = "This text must be %(limit)s characters or fewer."
