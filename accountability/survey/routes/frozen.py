"""What never changes once it is published, kept in memory: where an address leads, a version's questionnaire, form and questions.

An address stays and a version is frozen, so nothing here can go stale; the oldest make room for new ones. An organisation that
was erased is forgotten with the first request that finds nothing behind its address.
"""

import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, Self, TypeVar

import flask
from markupsafe import Markup

from accountability import language
from accountability.survey import queries
from accountability.survey.domain import Questionnaire, SurveyCode, SurveyId
from accountability.survey.models import Survey, SurveyAddress
from accountability.tenancy import OrganisationId
from accountability.web import here
from forms.survey.answering import AnswerForm, answer_form

Key = TypeVar("Key")
Kept = TypeVar("Kept")
KEPT = 100  # a version with 14 questions takes about 25 kB for each language in use


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a public address leads, and how its receipts begin."""

    code: SurveyCode
    organisation_id: OrganisationId
    survey_id: SurveyId
    receipt_prefix: str

    @classmethod
    def of(cls, row: SurveyAddress) -> Self:
        """The address out of its row."""
        return cls(code=row.code, organisation_id=row.organisation_id, survey_id=row.survey_id, receipt_prefix=row.receipt_prefix)


class FrozenVersion:
    """One published version, ready to be shown and sent."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.form_class: type[AnswerForm] = answer_form(questionnaire)
        self._blank: dict[str, Markup] = {}

    def blank_questions(self) -> Markup:
        """The questions without an answer, in the language of the page."""
        code = language.current().code
        if code not in self._blank:
            self._blank[code] = self.render(self.form_class())
        return self._blank[code]

    def render(self, form: AnswerForm) -> Markup:
        """The questions with what was typed, and what is wrong with it."""
        text = flask.render_template("constituent/_questions.html", form=form, questionnaire=self.questionnaire)
        return Markup(text)  # noqa: S704 - rendered by our own templates, which escape what people wrote


class Shelf(Generic[Key, Kept]):
    """The things used last, at most `KEPT` of them; safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Kept]) -> Kept:
        """What is kept under the key, else what `make` gives."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def forget(self, is_gone: Callable[[Key, Kept], bool]) -> None:
        """Keep no longer what is gone."""
        with self._lock:
            for key in [key for key, kept in self._kept.items() if is_gone(key, kept)]:
                del self._kept[key]


_versions: Shelf[tuple[uuid.UUID, uuid.UUID, int], FrozenVersion] = Shelf()
_addresses: Shelf[str, Address] = Shelf()


def get_version(survey: Survey, number: int) -> FrozenVersion:
    """The version from memory, or read once. Raises NotFound."""
    key = (survey.organisation_id, survey.id, number)
    return _versions.get(key, lambda: FrozenVersion(queries.get_questionnaire(here.session, survey, version=number)))


def get_address(code: str) -> Address:
    """Where a public address leads, from memory or read once. Raises NotFound."""
    return _addresses.get(code, lambda: Address.of(queries.get_address(here.session, SurveyCode(code))))


def forget_organisation(organisation_id: OrganisationId) -> None:
    """Keep nothing of an organisation that is no longer here."""
    _versions.forget(lambda key, _kept: key[0] == organisation_id)
    _addresses.forget(lambda _key, kept: kept.organisation_id == organisation_id)
