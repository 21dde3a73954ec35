"""Fixed words of surveys, for people: kinds of question, steps of scales, reasons for hidden numbers."""

from accountability.language import gettext as _
from accountability.language import lazy
from accountability.survey.domain import HiddenReason, SafeScore, SafeShare, SurveyState

KINDS = {
    "scale_0_10": (lazy("Number from 0 to 10"), lazy("For how much or how likely; two words name the ends")),
    "five_point": (lazy("Five steps"), lazy("From worst to best, such as never to always")),
    "single_choice": (lazy("Single choice"), lazy("Your own list; people choose one")),
    "multiple_choice": (lazy("Multiple choice"), lazy("Your own list; people choose any number")),
    "yes_no_unsure": (lazy("Yes, no, not sure"), lazy("Put it so that yes is the good answer")),
    "open_text": (lazy("Own words"), lazy("A field to write in; few people do, but it says the most")),
}
STEPS = {
    "agreement": lazy("Strongly disagree … Strongly agree"),
    "frequency": lazy("Never … Always"),
    "quality": lazy("Very bad … Very good"),
    "amount": lazy("Not at all … Completely"),
    "own": lazy("Steps of your own"),
}
STATES = {
    SurveyState.DRAFT: (lazy("Draft"), "neutral"),
    SurveyState.OPEN: (lazy("Open"), "success"),
    SurveyState.CLOSED: (lazy("Closed"), "info"),
}
# Labels that the domain offers as fixed ones; listed so that translators see them.
LABELS = tuple(
    lazy(label)
    for label in (
        "Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree",
        "Never", "Rarely", "Sometimes", "Often", "Always",
        "Very bad", "Bad", "Neither good nor bad", "Good", "Very good",
        "Not at all", "A little", "Somewhat", "Mostly", "Completely",
        "Yes", "No", "Not sure",
    )
)  # fmt: skip


def why_hidden(reason: HiddenReason, *, threshold: int) -> tuple[str, str]:
    """Why there is no number, and what would show one."""
    if reason is HiddenReason.TOO_FEW_TEXTS:
        return (
            _("Texts are shown from 10 texts; there are fewer so far, and fewer would let someone guess who wrote what."),
            _("More answers in people’s own words would show them."),
        )
    return (
        _(
            "Shown from %(threshold)s answers; there are fewer so far, and fewer would let someone guess who said what.",
            threshold=threshold,
        ),
        _("More answers to this question would show it."),
    )


def share_in_words(share: SafeShare) -> str:
    """A share as it is printed: never nobody, never everybody."""
    if share.is_under:
        return _("under 10 %%") % {}
    return _("over 90 %%") % {} if share.is_over else _("%(percent)s %%", percent=share.percent)


def score_in_words(score: SafeScore) -> str:
    """A recommendation score with its sign."""
    sign = "+" if score.value > 0 else "−" if score.value < 0 else ""
    value = f"{sign}{abs(score.value)}"
    if not score.is_at_end:
        return value
    return _("%(score)s or more", score=value) if score.value > 0 else _("%(score)s or less", score=value)
