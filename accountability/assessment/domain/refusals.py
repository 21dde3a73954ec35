"""What stands in the way of rating, growing and signing an assessment."""

from accountability.refusal import Refusal


class ReasonIsMissing(Refusal):
    """Not applicable was chosen and nobody said why."""

    message = "Enter why this does not apply to your organisation."
    field = "reason"


class LevelIsMissing(Refusal):
    """A level was meant and none of 0 to 4 was given."""

    message = "Select a level from 0 to 4."
    field = "choice"


class TextIsTooLong(Refusal):
    """A note or a reason passes the limit."""

    message = "The text must be %(limit)s characters or fewer."


class NameIsMissing(Refusal):
    """An assessment needs a name people can tell it by."""

    message = "Enter a name for this assessment."
    field = "name"


class NameIsTooLong(Refusal):
    """The name passes the limit."""

    message = "The name must be %(limit)s characters or fewer."
    field = "name"


class AssessmentIsSigned(Refusal):
    """Signed off is frozen: nothing in it changes any more."""

    message = "This assessment is signed off, so it cannot be changed any more."


class AssessmentIsNotSigned(Refusal):
    """Only a signed assessment leaves the house."""

    message = "This assessment is not signed off yet, so it cannot be shared."


class AssessmentIsFull(Refusal):
    """There is nothing left to grow into."""

    message = "This assessment already holds all key actions."


class NothingIsRated(Refusal):
    """An assessment without one level says nothing that could be signed."""

    message = "No key action has a level yet, so there is nothing to sign off."


class AssessmentHasChanged(Refusal):
    """Somebody answered while the signer was reading."""

    message = "Somebody changed an answer while you were reading. Look at what is open again, then sign."


class RatingIsDisputed(Refusal):
    """Two people answered the same key action differently. The command fills in both sides."""

    message = "This key action was answered differently while you were writing, by somebody else or by you in another tab."


class VersionIsTaken(Refusal):
    """The database's word: this version of this rating was stored a moment ago by somebody else."""

    message = "Somebody else saved this key action at the same moment. Save again."


class AssessmentIsSubmitted(Refusal):
    """It waits for a signature, so what the signer reads stays as it is."""

    message = "This assessment waits to be signed off. Take it back or ask for changes first, then it can be changed again."


class YouAreNotOnTheTeam(Refusal):
    """Only the team of a cycle rates."""

    message = "You are not on the team of this assessment. Ask the accountability officer to add you."


class SectionIsNotYours(Refusal):
    """The section was given to others."""

    message = "This section was given to other people on the team."


class RatingIsFinished(Refusal):
    """Who has said that they are done may see what others chose, so their own rating stands."""

    message = "You said that you have finished rating, so your answers stand as they are."


class RatingIsClosed(Refusal):
    """Nobody rates alone any more."""

    message = "Rating is closed. What is written down now is what you agree on together."


class RatingIsOpen(Refusal):
    """Nothing is agreed while people still rate alone."""

    message = "People still rate on their own. Close rating first, then write down what you agree on."
