"""Items of a version: its header, the top of a commitment, a key action. What is typed is read by the rules that hold for files."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from accountability.language import gettext as _
from accountability.language import lazy
from accountability.standard.domain import LEVELS, Commitment, Counting, Effort, KeyAction, Pack, PackIsBroken
from accountability.standard.domain.entries import TEXT_LENGTH
from accountability.standard.domain.reading import read_commitment_top, read_header, read_key_action
from accountability.standard.domain.writing import Content, write_item
from forms.base import Form
from forms.fields import choices, line, paragraph, tidy
from forms.organisation import SIZES, TYPES
from forms.standard.labels import COUNTINGS, EFFORTS, KINDS
from forms.validators import AtMost, Entered

RULES = 3  # that may be written for one key action
SLUG_LENGTH = 80
NEXT = LEVELS[:-1]


def _text(label: str, *, enter: str | None = None, rows: int = 2) -> Any:
    return paragraph(label, most=TEXT_LENGTH, enter=enter, render_kw={"rows": rows})


def _effort() -> SelectField:
    pairs = ((effort.value, str(text)) for effort, text in EFFORTS.items())
    return SelectField(lazy("How much work"), choices=choices(pairs), default=Effort.SMALL.value)


class ItemForm(Form):
    """What every item has: where its wording comes from, who has looked at it, and how it stood when it was opened."""

    provenance = _text("Where this wording comes from", enter="Enter where this wording comes from")
    review_status = line("Review status", enter="Enter who has looked at this wording", most=300)
    seen = HiddenField()
    was_changed = False  # by somebody else, while this was being typed

    def refuse_broken(self, refusal: PackIsBroken) -> None:
        """Show all that is wrong with what was typed."""
        for problem in refusal.problems:
            self.form_errors.append(f"{problem.item}: {problem.problem}")

    def _next(self, name: str) -> dict[str, Any]:
        text = self[name].data
        return {name: {"text": text, "effort": self[f"{name}_effort"].data}} if text else {}


def _filled_next(name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    found = content.get(name)
    return {name: found["text"], f"{name}_effort": found["effort"]} if found else {}


class HeaderForm(ItemForm):
    """What stands before all commitments."""

    title = line("Title", enter="Enter a title", most=300)
    licence = _text("Licence", enter="Enter under which licence it may be used")
    counting = RadioField(lazy("How “not applicable” counts"), validators=[Entered("Select how it counts")])
    spread_suggestion = _text("What to do when raters are far apart")
    spread_suggestion_effort = _effort()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counting.choices = [SelectChoice(each.value, str(text)) for each, text in COUNTINGS.items()]

    @staticmethod
    def filled(pack: Pack) -> dict[str, Any]:
        """The fields as the header stands."""
        content = write_item(pack)
        levels = {f"level_{level}_{part}": content["levels"][str(level)][part] for level in LEVELS for part in ("name", "meaning")}
        named = {name: content[name] for name in ("title", "licence", "provenance", "review_status")}
        counting = content.get("counting", Counting.LEFT_OUT.value)
        return {**named, **levels, "counting": counting, **_filled_next("spread_suggestion", content)}

    def changed(self, pack: Pack) -> Pack:
        """The pack with this header. Raises PackIsBroken."""
        levels = {str(n): {part: self[f"level_{n}_{part}"].data for part in ("name", "meaning")} for n in LEVELS}
        content = write_item(pack) | {
            name: self[name].data for name in ("title", "licence", "counting", "provenance", "review_status")
        }
        content.pop("spread_suggestion", None)
        return read_header(content | {"levels": levels} | self._next("spread_suggestion"), pack)


for _level in LEVELS:
    setattr(HeaderForm, f"level_{_level}_name", line("Name", enter="Enter a name for the level", most=100))
    setattr(HeaderForm, f"level_{_level}_meaning", _text("What it means", enter="Enter what the level means"))


class CommitmentForm(ItemForm):
    """What stands on top of a commitment."""

    title = line("Title", enter="Enter a title", most=300)
    promise = _text("The promise in one line", enter="Enter the promise")
    gap_suggestion = _text("What to do when constituents see it kept less than the organisation does")
    gap_suggestion_effort = _effort()

    @staticmethod
    def filled(commitment: Commitment) -> dict[str, Any]:
        """The fields as the commitment stands."""
        content = write_item(commitment)
        named = {name: content[name] for name in ("title", "promise", "provenance", "review_status")}
        return {**named, **_filled_next("gap_suggestion", content)}

    def changed(self, commitment: Commitment) -> Commitment:
        """The commitment with this top. Raises PackIsBroken."""
        content = write_item(commitment) | {name: self[name].data for name in ("title", "promise", "provenance", "review_status")}
        content.pop("gap_suggestion", None)
        return read_commitment_top(content | self._next("gap_suggestion"), commitment)


class KeyActionForm(ItemForm):
    """Everything that a key action has but its slug."""

    text = _text("Key action", enter="Enter the key action")
    kind = RadioField(lazy("Kind"), validators=[Entered("Select policy or practice")])
    is_quick = BooleanField(lazy("Part of the quick scan"))
    guiding_question = _text("Guiding question", enter="Enter a question that helps to think about it")
    evidence_examples = _text("Examples of evidence", enter="Enter at least one example, each on a line of its own", rows=4)
    knows_policy_question = _text("Question whether somebody knows the rule")
    weight = StringField(lazy("Weight"), filters=[tidy], validators=[AtMost(10)], default="1")
    needs_evidence_from = SelectField(lazy("Ask for evidence from"), default="2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(kind.value, str(text)) for kind, text in KINDS.items()]
        levels = ((str(level), _("Level %(number)s", number=level)) for level in LEVELS)
        self.needs_evidence_from.choices = choices([*levels, ("never", _("Never"))])
        for number in range(RULES):
            self[f"rule_{number}_sizes"].choices = [SelectChoice(size.value, str(text)) for size, text in SIZES.items()]
            self[f"rule_{number}_types"].choices = [SelectChoice(kind.value, str(text)) for kind, text in TYPES.items()]

    @staticmethod
    def filled(action: KeyAction) -> dict[str, Any]:
        """The fields as the key action stands."""
        content = write_item(action)
        fields = {name: content[name] for name in ("text", "kind", "guiding_question", "provenance", "review_status")}
        fields |= {f"descriptor_{level}": text for level, text in enumerate(action.descriptors)}
        for level, suggestion in action.suggestions:
            fields |= {f"suggestion_{level}": suggestion.text, f"suggestion_{level}_effort": suggestion.effort.value}
        for number, rule in enumerate(content.get("left_out_for", [])[:RULES]):
            fields |= _filled_rule(number, rule)
        return fields | {
            "is_quick": action.is_quick,
            "evidence_examples": "\n".join(action.evidence_examples),
            "knows_policy_question": action.knows_policy_question,
            "weight": str(action.weight),
            "needs_evidence_from": "never" if action.needs_evidence_from is None else str(action.needs_evidence_from),
        }

    def changed(self, slug: str, commitment: Commitment) -> KeyAction:
        """The key action as typed. Raises PackIsBroken."""
        return read_key_action(self._content() | {"slug": slug}, commitment.slug)

    def _content(self) -> Content:
        wants = self.needs_evidence_from.data
        content: Content = {
            "kind": self.kind.data,
            "quick_scan": bool(self.is_quick.data),
            "descriptors": {str(level): self[f"descriptor_{level}"].data for level in LEVELS},
            "evidence_examples": [each.strip() for each in (self.evidence_examples.data or "").splitlines() if each.strip()],
            "weight": self.weight.data or "1",
            "needs_evidence_from": wants if wants == "never" else int(wants),
            **{name: self[name].data for name in ("text", "guiding_question", "provenance", "review_status")},
        }
        suggestions = {str(level): self._next(f"suggestion_{level}").get(f"suggestion_{level}") for level in NEXT}
        rules = [rule for rule in map(self._rule, range(RULES)) if rule]
        extras = {
            "suggestions": {level: each for level, each in suggestions.items() if each},
            "left_out_for": rules,
            "knows_policy_question": self.knows_policy_question.data,
        }
        return content | {name: value for name, value in extras.items() if value}

    def _rule(self, number: int) -> dict[str, Any]:
        countries = (self[f"rule_{number}_countries"].data or "").replace(",", " ").upper().split()
        rule = {
            "size_bands": self[f"rule_{number}_sizes"].data,
            "types": self[f"rule_{number}_types"].data,
            "countries": countries,
            "because": self[f"rule_{number}_because"].data,
        }
        return {name: value for name, value in rule.items() if value}


def _filled_rule(number: int, rule: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"rule_{number}_sizes": rule.get("size_bands", []),
        f"rule_{number}_types": rule.get("types", []),
        f"rule_{number}_countries": ", ".join(rule.get("countries", [])),
        f"rule_{number}_because": rule["because"],
    }


for _level in LEVELS:
    setattr(KeyActionForm, f"descriptor_{_level}", _text("What it looks like", enter="Enter what this level looks like"))
for _level in NEXT:
    setattr(KeyActionForm, f"suggestion_{_level}", _text("What to do next"))
    setattr(KeyActionForm, f"suggestion_{_level}_effort", _effort())
for _number in range(RULES):
    setattr(KeyActionForm, f"rule_{_number}_sizes", SelectMultipleField(lazy("Of these sizes")))
    setattr(KeyActionForm, f"rule_{_number}_types", SelectMultipleField(lazy("Of these types")))
    setattr(
        KeyActionForm,
        f"rule_{_number}_countries",
        StringField(lazy("In these countries"), filters=[tidy], validators=[AtMost(200)]),
    )
    setattr(KeyActionForm, f"rule_{_number}_because", _text("What they are told"))


class AddKeyActionForm(KeyActionForm):
    """A new key action, with the short name it keeps for good."""

    slug = line("Short name", enter="Enter a short name", most=SLUG_LENGTH, render_kw={"dir": "ltr", "spellcheck": "false"})


class RemoveForm(Form):
    """Nothing to type: the button is the answer, for what was seen."""

    seen = HiddenField()
