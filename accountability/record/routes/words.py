"""Entries as sentences in the reader's language."""

import re
from datetime import date, datetime
from typing import Any

import flask

from accountability import language
from accountability.journal import WHO
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.record.domain.sentences import SENTENCES, Subject
from accountability.record.queries import Line
from forms.assessment.team import WAYS
from forms.operating import LENGTHS
from forms.organisation import ROLES

PAGES = {
    Subject.SURVEY: ("survey.show_survey", "survey_id"),
    Subject.ACTION: ("plan.show_action", "action_id"),
    Subject.ASSESSMENT: ("assessment.show_assessment", "assessment_id"),
    Subject.NETWORK: ("network.show_network", "network_id"),
}
ANY_ROLE = {**ROLES, "custom": lazy("a role of your own")}
LABELS: dict[str, dict[str, Any]] = {
    "role": ANY_ROLE,
    "before": ANY_ROLE,
    "after": ANY_ROLE,
    "kind": {"totp": lazy("a code generator"), "passkey": lazy("a passkey")},
    "length": {length.value: text for length, text in LENGTHS.items()},
    "way": WAYS,
    "form": {"csv": "CSV", "jsonl": "JSON"},
}


def shown(line: Line) -> dict[str, Any]:
    """What a page shows of an entry: `at`, `text`, and `href` of what it is about, if that is still there."""
    return {"at": line.entry.happened_at, "text": sentence(line), "href": _page_of(line), "name": line.name}


def sentence(line: Line) -> str:
    """Who did what to which object."""
    known = SENTENCES.get(line.entry.kind)
    if known is None:
        return _("%(who)s did something that this release does not know any more: %(kind)s", who=who(line), kind=line.entry.kind)
    places = set(re.findall(r"%\((\w+)\)s", known.text))
    values = {name: _said(name, line) for name in places}
    return _(known.text, **values)


def who(line: Line) -> str:
    """Who did it: a name, a name that was erased, or the service by itself."""
    if WHO in line.erased:
        return _("Somebody (name erased)")
    return str(line.values.get(WHO) or _("The service"))


def _said(name: str, line: Line) -> str:
    if name == WHO:
        return who(line)
    if name == "subject":
        return f"“{line.name}”" if line.name else _("(no longer there)")
    if name in line.erased:
        return _("(erased)")
    return _value(name, line.values.get(name))


def _value(name: str, value: Any) -> str:
    if name in LABELS and value in LABELS[name]:
        return str(LABELS[name][value])
    if isinstance(value, list):
        return ", ".join(_plainly(str(part)) for part in value) or _("nothing")
    if isinstance(value, int) and not isinstance(value, bool):
        return language.format_number(value)
    if value is None:
        return "–"
    text = str(value)
    if name == "scope":
        return ", ".join(_plainly(part) for part in text.split())
    if name.endswith("_on"):
        return language.format_date(date.fromisoformat(text))
    if name.endswith("_at"):
        return language.format_date(datetime.fromisoformat(text))
    return f"“{text}”" if name == "name" else text


def _plainly(rule: str) -> str:
    return rule.replace("_", " ").lower()


def _page_of(line: Line) -> str | None:
    if line.subject is None or line.name is None or line.subject[0] not in PAGES:
        return None
    endpoint, part = PAGES[line.subject[0]]
    return flask.url_for(endpoint, **{part: line.subject[1]})  # type: ignore[arg-type]
