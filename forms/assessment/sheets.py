"""What people choose when they bring a spreadsheet in: the file, what its columns, scores and rows are, which conflicts it wins."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from wtforms import Field, FileField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from accountability.assessment.domain.sheets.columns import ANSWERS
from accountability.assessment.domain.sheets.guessing import ONCE, TEXTS, Meaning
from accountability.assessment.domain.sheets.understanding import Entry, Understanding
from accountability.language import gettext as _
from accountability.language import lazy
from accountability.refusal import Refusal
from accountability.spreadsheet.reading import read_spreadsheet
from accountability.spreadsheet.rows import LIMITS, Cell, Spreadsheet
from forms.base import Form
from forms.fields import tidy

# An assessment has some fifty key actions; a sheet about it with far more than that is something else.
READ_AT_MOST = replace(LIMITS, rows=1_000, columns=40, sheets=8, letters=1_000_000)
SHOWN = 60  # letters of a score, which may be any text
MEANINGS = {
    Meaning.COMMITMENT: lazy("Commitment"),
    Meaning.KEY_ACTION: lazy("Sub-point or key action"),
    Meaning.SCORE: lazy("Score"),
    Meaning.EVIDENCE: lazy("Evidence, into the note"),
    Meaning.AREAS: lazy("Areas of improvement, into the note"),
    Meaning.NOTE: lazy("Note"),
}


@dataclass(frozen=True, kw_only=True)
class ChosenFile:
    """A file that was read."""

    name: str
    spreadsheet: Spreadsheet


class ChooseSheetForm(Form):
    """A file to bring in; it is read here and not kept."""

    file = FileField(
        lazy("A spreadsheet (XLSX or CSV)"),
        render_kw={"accept": ".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    )

    read: Spreadsheet

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.flags.required = True

    def validate_file(self, field: Any) -> None:
        """A file that can be read."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file"))
        with closing(field.data) as file:
            content = file.read(READ_AT_MOST.size + 1)
        try:
            self.read = tidied(read_spreadsheet(content, limits=READ_AT_MOST))
        except Refusal as refusal:
            raise ValidationError(_(refusal.message, **refusal.params)) from refusal

    @property
    def draft(self) -> ChosenFile:
        return ChosenFile(name=tidy(self.file.data.filename), spreadsheet=self.read)


def tidied(spreadsheet: Spreadsheet) -> Spreadsheet:
    """The same with every text as if it had been typed into a form."""
    sheets = (replace(sheet, name=tidy(sheet.name), rows=tuple(_tidied(row) for row in sheet.rows)) for sheet in spreadsheet.sheets)
    return replace(spreadsheet, sheets=tuple(sheets))


def _tidied(row: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(Cell(tidy(cell.text), cell.kind) for cell in row)


class BringInSheetForm(Form):
    """The rows were read; `taken` are conflicts that the file wins, by row. `seen` is what the page showed."""

    seen = HiddenField()
    taken = SelectMultipleField(coerce=int, validate_choice=False)

    @property
    def draft(self) -> tuple[str, frozenset[int]]:
        return self.seen.data or "", frozenset(self.taken.data or ())


class UnderstandColumnsForm(Form):
    """What each column of a foreign sheet is. Made with `columns_form`."""

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(*args, **kwargs))
        chosen = list(self.draft.values())
        for meaning in ONCE:
            if chosen.count(meaning) > 1:
                self.form_errors.append(_("Only one column can be “%(name)s”", name=MEANINGS[meaning]))
        if not {Meaning.SCORE, *TEXTS} & set(chosen):
            self.form_errors.append(_("Select which column is the score, or which holds evidence or notes"))
        return is_valid and not self.form_errors

    @property
    def draft(self) -> dict[int, Meaning]:
        chosen = ((name, field.data) for name, field in self._fields.items())
        return {int(name.removeprefix("column-")): Meaning(value) for name, value in chosen if value}


def columns_form(labels: Mapping[int, str], sent: Any, guessed: Mapping[int, Meaning]) -> UnderstandColumnsForm:
    """A select for each column, labelled as its heading is."""
    choices = [SelectChoice("", _("Leave out")), *(SelectChoice(each.value, label) for each, label in MEANINGS.items())]
    fields = {f"column-{place}": SelectField(label, choices=choices) for place, label in labels.items()}
    data = {f"column-{place}": meaning.value for place, meaning in guessed.items()}
    form: UnderstandColumnsForm = _made(UnderstandColumnsForm, fields)(sent, data=data)
    return form


class UnderstandRowsForm(Form):
    """Which score is which answer, which row which key action, and which row counts. Made with `rows_form`."""

    scores: Sequence[str]
    entries: Sequence[Entry]
    contested: Mapping[str, Sequence[Entry]]
    known: frozenset[str]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(*args, **kwargs))
        for each in self.entries:
            field = self.of_row(each)
            if field.data and field.data not in self.known:
                field.errors = [*field.errors, _("Row %(row)s: select a key action from the list, or leave it empty", row=each.row)]
                is_valid = False
        return is_valid

    def of_score(self, score: str) -> Field:
        """The field of a score."""
        return self[f"score-{self.scores.index(score)}"]

    def of_row(self, entry: Entry) -> Field:
        """The field of a row."""
        return self[f"row-{entry.row}"]

    def of_contested(self, slug: str) -> Field:
        """The field of a key action to which several rows go."""
        return self[f"counting-{slug}"]

    def put_on(self, understanding: Understanding) -> Understanding:
        """The understanding with what was chosen."""
        counting = {slug: int(self.of_contested(slug).data) for slug in self.contested if self.of_contested(slug).data}
        return replace(
            understanding,
            levels={score: self.of_score(score).data or "" for score in self.scores},
            rows={each.row: self.of_row(each).data or "" for each in self.entries},
            counting=counting,
        )


def rows_form(
    sent: Any,
    *,
    understanding: Understanding,
    scores: Sequence[str],
    entries: Sequence[Entry],
    contested: Mapping[str, Sequence[Entry]],
    key_actions: Mapping[str, str],
) -> UnderstandRowsForm:
    """Filled with what is understood so far. `key_actions` are their texts by slug."""
    answers = [SelectChoice("", _("Leave out")), *(SelectChoice(word, word) for word in ANSWERS)]
    fields: dict[str, Any] = {f"score-{number}": SelectField(score[:SHOWN], choices=answers) for number, score in enumerate(scores)}
    fields |= {f"row-{each.row}": _row_field(each) for each in entries}
    fields |= {f"counting-{slug}": _counting_field(key_actions.get(slug, slug), rows) for slug, rows in contested.items()}
    data = {f"score-{number}": understanding.levels.get(score, "") for number, score in enumerate(scores)}
    data |= {f"row-{row}": slug for row, slug in understanding.rows.items()}
    data |= {f"counting-{slug}": str(understanding.counting.get(slug, "")) for slug in contested}
    form: UnderstandRowsForm = _made(UnderstandRowsForm, fields)(sent, data=data)
    form.scores, form.entries, form.contested, form.known = scores, entries, contested, frozenset(key_actions)
    return form


def _row_field(entry: Entry) -> StringField:
    label = _("Key action of row %(row)s", row=entry.row)
    return StringField(label, filters=[tidy], render_kw={"list": "key-actions", "dir": "ltr", "autocomplete": "off"})


def _counting_field(label: str, rows: Iterable[Entry]) -> SelectField:
    choices = [SelectChoice("", _("Choose a row"))]
    said = ((each.row, each.score[:SHOWN]) for each in rows if each.score)
    choices += [SelectChoice(str(row), _("Row %(row)s: %(score)s", row=row, score=score)) for row, score in said]
    return SelectField(label, choices=choices)


def _made(kind: Any, fields: Mapping[str, Any]) -> Any:
    """The form with these fields more, which only the file knows. To leave a thing out is one of the choices."""

    def make(*args: Any, **kwargs: Any) -> Any:
        form = type(kind.__name__, (kind,), dict(fields))(*args, **kwargs)
        for field in form:
            field.flags.required = isinstance(field, SelectField)
        return form

    return make
