"""Everything that can stand in the way of a survey, in words for the person who tried."""

from typing import ClassVar

from accountability.refusal import Refusal


class TitleIsMissing(Refusal):
    message: ClassVar[str] = "Enter a title."
    field: ClassVar[str | None] = "title"


class TitleIsTooLong(Refusal):
    message: ClassVar[str] = "The title must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "title"


class WordingIsMissing(Refusal):
    message: ClassVar[str] = "Enter the question."
    field: ClassVar[str | None] = "wording"


class WordingIsTooLong(Refusal):
    message: ClassVar[str] = "The question must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "wording"


class OptionsAreTooFew(Refusal):
    message: ClassVar[str] = "Enter at least two answers to choose from, one on each line."
    field: ClassVar[str | None] = "labels"


class OptionsAreTooMany(Refusal):
    message: ClassVar[str] = "Enter %(limit)s answers or fewer: people read the list on a phone."
    field: ClassVar[str | None] = "labels"


class OptionsAreRepeated(Refusal):
    message: ClassVar[str] = "Two answers are the same. Each one must be different."
    field: ClassVar[str | None] = "labels"


class LabelIsTooLong(Refusal):
    message: ClassVar[str] = "Each answer must be %(limit)s characters or fewer."
    field: ClassVar[str | None] = "labels"


class StepsAreNotFive(Refusal):
    message: ClassVar[str] = "Enter five steps of your own, one on each line, from the worst to the best."
    field: ClassVar[str | None] = "labels"


class QuestionsAreTooMany(Refusal):
    message: ClassVar[str] = "A survey holds %(limit)s questions at most. Most people stop long before."


class AnswerIsNotOffered(Refusal):
    message: ClassVar[str] = "Select one of the answers shown, or skip this question."


class TextIsTooLong(Refusal):
    message: ClassVar[str] = "Your answer must be %(limit)s characters or fewer."


class NothingIsAnswered(Refusal):
    message: ClassVar[str] = "Nothing is filled in yet. Answer at least one question, or leave the page."


class FormIsIncomplete(Refusal):
    message: ClassVar[str] = "This form did not come whole. Look at your answers and send them again."


class PromiseIsIncomplete(Refusal):
    message: ClassVar[str] = (
        "The promise is not complete: say what can change, who decides, by when you reply, what is off the table."
    )


class PromiseIsTooLong(Refusal):
    message: ClassVar[str] = "This must be %(limit)s characters or fewer: people read it before the first question."


class PromiseIsGiven(Refusal):
    message: ClassVar[str] = "This promise has been given in public and stays as it was said."


class ReplyDateHasPassed(Refusal):
    message: ClassVar[str] = "The date of the reply must be in the future."
    field: ClassVar[str | None] = "reply_by"


class ReplyComesBeforeClosing(Refusal):
    message: ClassVar[str] = "The reply must come after the survey closes."
    field: ClassVar[str | None] = "reply_by"


class ClosingDateHasPassed(Refusal):
    message: ClassVar[str] = "The closing date must be in the future."
    field: ClassVar[str | None] = "closes_on"


class SurveyIsPublished(Refusal):
    message: ClassVar[str] = "People have been asked and promised a reply, so this survey stays. You can close it."


class QuestionsAreMissing(Refusal):
    message: ClassVar[str] = "There is no question yet."


class FiveNeedsAnOpenContext(Refusal):
    message: ClassVar[str] = "Five is only for a survey without sensitive questions in an open context. Confirm both, or keep ten."
    field: ClassVar[str | None] = "threshold"


class ThresholdIsNotOffered(Refusal):
    message: ClassVar[str] = "Select ten or five."
    field: ClassVar[str | None] = "threshold"


class ProtectionIsFixed(Refusal):
    message: ClassVar[str] = "People were told this number before they answered, so it can no longer change."


class NothingHasChanged(Refusal):
    message: ClassVar[str] = "Nothing has changed since the last version was published."


class SurveyIsNotOpen(Refusal):
    message: ClassVar[str] = "This survey is not open."


class SurveyIsClosed(Refusal):
    message: ClassVar[str] = "This survey is closed. Nothing was stored."


class SurveyIsNotClosed(Refusal):
    message: ClassVar[str] = "This survey is not closed."


class AnswersAreShown(Refusal):
    message: ClassVar[str] = "This survey has enough answers and is finished; people were told it is closed."


class NothingIsHidden(Refusal):
    message: ClassVar[str] = "There are no hidden answers to destroy."


class TextsAreHidden(Refusal):
    message: ClassVar[str] = "Texts can be read from ten texts on; there are fewer so far."


class TextIsEmpty(Refusal):
    message: ClassVar[str] = "Enter the text as others may read it, or leave it out."
    field: ClassVar[str | None] = "text"


class ReceiptIsMistyped(Refusal):
    message: ClassVar[str] = "This is not a code we gave out. Check the 16 digits; one of them may be mistyped."
    field: ClassVar[str | None] = "code"
