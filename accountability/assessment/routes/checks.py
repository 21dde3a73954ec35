"""What is open or looks inconsistent before a signature, each one click from its cure."""

import uuid
from dataclasses import dataclass

import flask
from flask.typing import ResponseReturnValue

from accountability.assessment import queries
from accountability.assessment.access import READ_SPREAD, RUN_ASSESSMENT
from accountability.assessment.domain.checks import Check, Checked, Cure, Finding
from accountability.assessment.models import Assessment
from accountability.assessment.queries.checking import find_open_matters
from accountability.assessment.routes.pages import load, names, pages
from accountability.language import gettext as _
from accountability.language import lazy, ngettext
from accountability.web import here, page

CURES = {
    Cure.ANSWER: lazy("Answer"),
    Cure.AGREE: lazy("Agree"),
    Cure.SHOW: lazy("Show what it stands on"),
    Cure.TALK: lazy("Talk it over"),
    Cure.LOOK: lazy("Look at it again"),
}
CHECKS = {
    Check.BLANK: (lazy("Not answered"), lazy("These stay out of every mean.")),
    Check.DONT_KNOW: (
        lazy("Don’t know"),
        lazy("These count as answered in the progress and stay out of every mean. Who would know?"),
    ),
    Check.TO_REVISIT: (lazy("To come back to"), lazy("Somebody wanted to look at these again.")),
    Check.APART: (lazy("Far apart, and nothing agreed"), lazy("Raters are two levels or more apart, and no level stands yet.")),
    Check.OUTSIDE_RANGE: (
        lazy("Agreed on what nobody chose"),
        lazy("The level lies outside what the raters chose, and no reason says why."),
    ),
    Check.NO_EVIDENCE: (lazy("No evidence"), lazy("At the level they have, the standard asks for something that shows it.")),
    Check.EXPIRED_EVIDENCE: (lazy("Evidence past its date"), lazy("Renew it, or take it away if it no longer holds.")),
    Check.OPEN_COMMENTS: (lazy("Open comments"), lazy("Something was said here and is not settled.")),
    Check.REVIEWER_APART: (
        lazy("A reviewer sees it differently"),
        lazy("Two levels or more from yours. Yours stays; it is worth knowing why."),
    ),
    Check.ZERO: (lazy("At level 0"), lazy("A 0 is flagged wherever the result is shown; no mean hides it.")),
    Check.NOT_KNOWN: (
        lazy("Written down, and hardly known"),
        lazy("A policy at level 3 or 4 that fewer than half of those asked know."),
    ),
    Check.TARGET_BELOW: (
        lazy("Target below the level"),
        lazy("You are already further than you want to be. Aim higher, or check."),
    ),
    Check.DONE_NOT_WRITTEN: (lazy("Done, and hardly written down"), lazy("What happens when people change?")),
    Check.WRITTEN_NOT_DONE: (lazy("Written down, and hardly done"), lazy("A policy alone changes nothing for anybody.")),
    Check.MOSTLY_NOT_APPLICABLE: (
        lazy("Mostly not applicable"),
        lazy("More than half of the key actions are marked as not applicable."),
    ),
    Check.ALL_THE_SAME: (lazy("The same level everywhere"), lazy("Did everybody look at each key action by itself?")),
}
# Where on the card it is cured.
ANCHORS: dict[Check | Cure, str] = {Cure.SHOW: "evidence", Cure.TALK: "comments", Check.TARGET_BELOW: "target"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One finding on the page: what it is about, what is said of it, where it is cured."""

    label: str
    note: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The findings of one check."""

    title: str
    why: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class ToCure:
    """The groups with one cure."""

    title: str
    groups: tuple[Group, ...]


@pages.get("/<uuid:assessment_id>/checks", access=READ_SPREAD)
def show_checks(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """Everything that is worth a look before somebody signs, by what one would do about it."""
    assessment = load(assessment_id)
    return page(assessment=assessment, checks=checks_of(assessment), names=names())


def checks_of(assessment: Assessment) -> tuple[ToCure, ...]:
    """What `assessment/_checks.html` shows; empty when nothing is open."""
    standing = queries.get_standing(here.session, assessment, member_id=here.actor.member_id)
    return _in_words(assessment, find_open_matters(here.session, assessment, standing=standing, today=here.now.date()))


def _in_words(assessment: Assessment, checked: Checked) -> tuple[ToCure, ...]:
    return tuple(
        ToCure(title=str(CURES[cure]), groups=tuple(_group(assessment, check, findings) for check, findings in checks))
        for cure, checks in checked.by_cure
    )


def _group(assessment: Assessment, check: Check, findings: tuple[Finding, ...]) -> Group:
    title, why = CHECKS[check]
    return Group(title=str(title), why=str(why), lines=tuple(_line(assessment, each) for each in findings))


def _line(assessment: Assessment, finding: Finding) -> Line:
    label = finding.item.key_action.text if finding.item else finding.commitment.title if finding.commitment else _("All of it")
    return Line(label=label, note=_note(finding), href=_href(assessment, finding))


def _note(finding: Finding) -> str:
    first, *rest = finding.figures or (0,)
    return {
        Check.APART: lambda: _("chosen from %(lowest)s to %(highest)s", lowest=first, highest=rest[0]),
        Check.OUTSIDE_RANGE: lambda: _("chosen from %(lowest)s to %(highest)s", lowest=first, highest=rest[0]),
        Check.EXPIRED_EVIDENCE: lambda: _("%(expired)s of %(pieces)s", expired=first, pieces=rest[0]),
        Check.OPEN_COMMENTS: lambda: ngettext("one thread", "%(number)s threads", first),
        Check.REVIEWER_APART: lambda: _("seen at %(levels)s", levels=", ".join(map(str, finding.figures))),
        Check.TARGET_BELOW: lambda: _("target %(level)s", level=first),
        Check.ALL_THE_SAME: lambda: _("level %(level)s", level=first),
    }.get(finding.check, lambda: "")()


def _href(assessment: Assessment, finding: Finding) -> str:
    if finding.item is None:
        of = finding.commitment.slug if finding.commitment else None
        return flask.url_for("assessment.show_assessment", assessment_id=assessment.id, _anchor=of)
    slug = finding.item.key_action.slug
    if finding.check.cure is not Cure.AGREE:
        anchor = ANCHORS.get(finding.check) or ANCHORS.get(finding.check.cure)
        return flask.url_for("assessment.rate_key_action", assessment_id=assessment.id, key_action=slug, _anchor=anchor)
    if RUN_ASSESSMENT.allows(here.actor):
        return flask.url_for("assessment.agree_level", assessment_id=assessment.id, key_action=slug)
    return flask.url_for("assessment.show_spread", assessment_id=assessment.id)
