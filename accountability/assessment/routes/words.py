"""Numbers as sentences: means, sums, changes, kinds of source."""

from fractions import Fraction

from accountability.assessment.domain.confidence import SourceKind
from accountability.assessment.domain.rounding import nearest, one_decimal
from accountability.assessment.domain.scores import Mean, MeanState
from accountability.assessment.domain.trends import Change
from accountability.language import gettext as _
from accountability.language import lazy, ngettext

KINDS = {
    SourceKind.DOCUMENT: lazy("documents"),
    SourceKind.STAFF: lazy("several members of ours"),
    SourceKind.PARTNER: lazy("partners, or a reviewer from outside"),
    SourceKind.CONSTITUENT: lazy("what constituents answered"),
}


def decimal_in_words(mean: Fraction | None) -> str:
    """One decimal, or that nothing is rated."""
    return _("not rated yet") if mean is None else one_decimal(mean)


def mean_in_words(mean: Mean) -> str:
    """A mean with one decimal, or the reason why there is none."""
    return {
        MeanState.KNOWN: decimal_in_words(mean.exact),
        MeanState.NO_KEY_ACTION: _("no key action of this kind"),
        MeanState.NOT_APPLICABLE: _("not applicable"),
        MeanState.NOT_RATED: _("not rated yet"),
    }[mean.state]


def sum_in_words(mean: Mean) -> str:
    """A mean with the sum it comes from, each level times its weight where weights differ; or why there is none."""
    if not mean.levels:
        return mean_in_words(mean)
    if not mean.weights:
        return f"({' + '.join(map(str, mean.levels))}) ÷ {len(mean.levels)} = {mean_in_words(mean)}"
    parts = " + ".join(f"{level} × {_weight(weight)}" for level, weight in mean.parts)
    return f"({parts}) ÷ {_weight(sum(mean.weights, Fraction()))} = {mean_in_words(mean)}"


def mean_of_means_in_words(means: list[Mean], result: Fraction | None) -> str:
    """The same for a mean of means; those that are not known are left out."""
    known = [mean_in_words(mean) for mean in means if mean.exact is not None]
    if result is None:
        return decimal_in_words(result)
    return f"({' + '.join(known)}) ÷ {len(known)} = {one_decimal(result)}"


def change_in_words(change: Change | None) -> str:
    """How far a mean moved, over how many key actions, and how many are not compared."""
    if change is None:
        return _("nothing to compare")
    moved = ngettext(
        "%(moved)s on one shared key action", "%(moved)s on %(number)s shared key actions", change.shared, moved=_moved(change.by)
    )
    left_out = [
        ngettext("one new key action is not compared", "%(number)s new key actions are not compared", change.new)
        if change.new
        else "",
        ngettext("one was asked only before", "%(number)s were asked only before", change.gone) if change.gone else "",
    ]
    return "; ".join([moved, *(each for each in left_out if each)])


def _moved(by: Fraction) -> str:
    if by == 0:
        return _("the same")
    size = one_decimal(abs(by))
    if size == "0.0":
        return _("up by less than 0.1") if by > 0 else _("down by less than 0.1")
    return _("up %(size)s", size=size) if by > 0 else _("down %(size)s", size=size)


def confidence_in_words(kinds: tuple[SourceKind, ...]) -> str:
    """How many kinds of source there are."""
    if not kinds:
        return _("no source yet")
    return ngettext("one kind of source", "%(number)s kinds of source", len(kinds))


def _weight(weight: Fraction) -> str:
    """A whole number as it is, a fraction in brackets so that it is not read as a division of the sum."""
    return str(weight) if weight.denominator == 1 else f"({weight.numerator}/{weight.denominator})"


def hundredths_in_words(mean: Mean) -> str:
    """A mean brought to the scale from 0 to 100, with the sum."""
    whole = mean.hundredths
    return mean_in_words(mean) if whole is None else f"{mean_in_words(mean)} ÷ 4 × 100 = {nearest(whole)}"
