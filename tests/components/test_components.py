"""Each component by itself: what it says, what it leaves out, and what it does with awkward data."""

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from jinja2 import UndefinedError

from tests.components import page_checks
from tests.components.gallery import ROOT, bad_form, environment, good_form

COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
EVIL = "<b>\"evil\" & 'co'</b>"
ENVIRONMENT = environment()


def render(name: str, /, *arguments: Any, body: str | None = None, **named: Any) -> str:
    """The component's HTML; `body` is what {% call %} would hold."""
    values = {f"a{index}": value for index, value in enumerate(arguments)} | named
    given = ", ".join([*(f"a{index}" for index in range(len(arguments))), *(f"{key}={key}" for key in named)])
    use = f"{name}({given})"
    call = f"{{% call {use} %}}{body}{{% endcall %}}" if body is not None else f"{{{{ {use} }}}}"
    return ENVIRONMENT.from_string(f'{{% from "components/{name}.html" import {name} %}}{call}').render(values)


def tree(html: str) -> Element:
    """The HTML of a component as a tree, valid and with nothing inline."""
    root = page_checks.parse(f"<!doctype html><html><head><title>x</title></head><body>{html}</body></html>")
    assert page_checks.find_inline_code(root) == []
    assert page_checks.find_repeated_ids(root) == []
    return root


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_one_macro_named_after_its_file_and_explained_on_top(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    public = [name for name in re.findall(r"macro (\w+)\(", text) if not name.startswith("_")]
    assert public == [path.stem]
    assert text.startswith(("{#- " + path.stem + "(", "{# " + path.stem + "("))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_marks_nothing_as_safe(path: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape", path.read_text(encoding="utf-8"))


def test_a_missing_value_raises_instead_of_leaving_a_hole() -> None:
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string('{% from "components/stat.html" import stat %}{{ stat("Replies", nothing) }}').render()


PLAIN: list[tuple[str, tuple[Any, ...], str | None]] = [
    ("button", (EVIL, "primary", EVIL, EVIL), None),
    ("link_button", (EVIL, f"/?q={EVIL}"), None),
    ("page_header", (EVIL, EVIL, EVIL, "/"), None),
    ("card", (EVIL,), "x"),
    ("notice", ("info", EVIL), "x"),
    ("badge", (EVIL,), None),
    ("tabs", (EVIL, [(EVIL, EVIL, "/")], EVIL), None),
    ("steps", (EVIL, [(EVIL, EVIL)], EVIL), None),
    ("progress", (1, 2, EVIL, EVIL), None),
    ("stat", (EVIL, EVIL, EVIL), None),
    ("empty_state", (EVIL, EVIL, EVIL, "/"), None),
    ("hidden_number", (EVIL, EVIL), None),
    ("table", (EVIL, [EVIL], [[EVIL, EVIL]]), None),
    ("details", (EVIL,), "x"),
    ("copy_field", (EVIL, EVIL), None),
    ("profile_chart", (EVIL, [{"label": EVIL, "policy": 1, "practice": 2, "mean": 1.5, "has_zero": False}]), None),
    ("gap_chart", (EVIL, [{"label": EVIL, "self_score": 1, "voice_score": 2, "note": EVIL}]), None),
    ("distribution_chart", (EVIL, [{"label": EVIL, "share": 1, "text": EVIL}]), None),
    ("band_chart", (EVIL, [{"label": EVIL, "bands": [{"low": 0, "high": 20, "name": EVIL}], "own": 1}]), None),
    ("radar_chart", (EVIL, [{"label": EVIL, "value": 1, "maximum": 4}] * 3), None),
    ("trend_chart", (EVIL, [{"label": EVIL, "is_open": True, "policy": 1, "practice": None, "mean": 1}] * 2), None),
]


@pytest.mark.parametrize(("name", "arguments", "body"), PLAIN, ids=[row[0] for row in PLAIN])
def test_a_component_escapes_what_people_typed(name: str, arguments: tuple[Any, ...], body: str | None) -> None:
    html = render(name, *arguments, body=body)
    assert '<b>"' not in html
    root = tree(html)
    assert page_checks.find_broken_references(root) == []
    assert "evil" in page_checks.text_of(root)


EMPTY: list[tuple[str, tuple[Any, ...]]] = [
    ("tabs", ("Tabs", [], None)),
    ("steps", ("Steps", [], None)),
    ("progress", (0, 0, "Progress", "")),
    ("table", ("Table", [], [])),
    ("profile_chart", ("Chart", [])),
    ("gap_chart", ("Chart", [])),
    ("distribution_chart", ("Chart", [])),
    ("band_chart", ("Chart", [])),
    ("radar_chart", ("Chart", [])),
    ("trend_chart", ("Chart", [])),
]


@pytest.mark.parametrize(("name", "arguments"), EMPTY, ids=[row[0] for row in EMPTY])
def test_a_component_stands_without_data(name: str, arguments: tuple[Any, ...]) -> None:
    tree(render(name, *arguments))


def test_steps_before_the_current_one_are_done() -> None:
    html = render("steps", "Survey", [("a", "A"), ("b", "B", "/b"), ("c", "C")], "b")
    assert re.findall(r"step-(done|now|later)", html) == ["done", "now", "later"]
    assert html.count('aria-current="step"') == 1


def test_only_the_current_tab_is_current() -> None:
    html = render("tabs", "Parts", [("a", "A", "/a"), ("b", "B", "/b")], "b")
    assert re.findall(r'href="(\S+)" aria-current="page"', html) == ["/b"]


def test_a_notice_says_its_kind_in_words() -> None:
    assert "Careful:" in page_checks.text_of(tree(render("notice", "warning", body="x")))


def test_a_page_header_has_the_only_heading_and_its_buttons() -> None:
    root = tree(render("page_header", "Title", body="<button>Go</button>"))
    assert [page_checks.text_of(heading) for heading in root.iter("h1")] == ["Title"]
    assert len(list(root.iter("button"))) == 1


def test_progress_writes_its_definition_and_survives_nothing_to_count() -> None:
    text = page_checks.text_of(tree(render("progress", 0, 0, "Progress", "Counts key actions.")))
    assert "0 of 0" in text
    assert "Counts key actions." in text


def test_a_table_has_headings_for_columns_and_rows_and_can_be_reached_by_keyboard() -> None:
    html = render("table", "Members", ["Name", "Country"], [["Valley", None]])
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    assert 'tabindex="0"' in html
    assert "–" in html


def test_a_copy_field_works_without_script() -> None:
    root = tree(render("copy_field", "Link", "https://example.org/"))
    assert next(root.iter("input")).get("readonly") is not None
    assert next(root.iter("button")).get("hidden") is not None


def test_a_form_opens_with_its_hidden_fields_once() -> None:
    html = render("form_start", "/save?a=1&b=2", good_form()) + render("form_end")
    root = tree(html)
    assert sorted(str(element.get("name")) for element in root.iter("input")) == ["acting_for", "csrf_token", "token"]
    assert next(root.iter("form")).get("enctype") == "multipart/form-data"


def test_a_form_without_files_is_not_multipart() -> None:
    assert "enctype" not in render("form_start", "/save")


def test_an_error_summary_links_every_message_to_its_control() -> None:
    form = bad_form()
    fields = "".join(render("field", field) for field in form)
    root = tree(render("error_summary", form) + fields)
    ids = {element.get("id") for element in root.iter()}
    targets = [str(link.get("href")).removeprefix("#") for link in root.iter("a")]
    assert "level-0" in targets
    assert set(targets) <= ids
    assert "This survey is closed." in page_checks.text_of(root)


def test_a_form_without_errors_has_no_summary() -> None:
    assert render("error_summary", good_form()) == ""


def test_an_error_is_tied_to_its_control_and_says_that_it_is_one() -> None:
    root = tree(render("field", bad_form().name, "A hint"))
    control = next(root.iter("input"))
    assert (control.get("aria-describedby"), control.get("aria-invalid")) == ("name-hint name-error", "true")
    assert "Error: This field is required." in page_checks.text_of(root)


def test_optional_fields_say_so_and_required_ones_are_marked_for_machines() -> None:
    form = good_form()
    assert "(optional)" in render("field", form.story)
    assert "(optional)" not in render("field", form.name)
    assert " required" in render("field", form.name)


def test_a_number_that_is_none_comes_back_as_it_was_typed() -> None:
    control = next(tree(render("field", bad_form().people)).iter("input"))
    assert (control.get("type"), control.get("inputmode"), control.get("value")) == ("text", "numeric", "many")


def test_autocomplete_passes_through() -> None:
    assert 'autocomplete="new-password"' in render("field", good_form().password)


@pytest.mark.parametrize(("name", "kind", "count"), [("level", "radio", 3), ("themes", "checkbox", 3)])
def test_choices_are_real_controls_in_a_fieldset_with_a_legend(name: str, kind: str, count: int) -> None:
    root = tree(render("field", good_form()[name]))
    controls = list(next(root.iter("fieldset")).iter("input"))
    assert [control.get("type") for control in controls] == [kind] * count
    assert len([control for control in controls if control.get("checked") is not None]) == 1
    assert page_checks.find_unlabelled(root) == []


def test_an_option_may_explain_itself() -> None:
    root = tree(render("field", good_form().level))
    assert next(root.iter("input")).get("aria-describedby") == "level-0-description"
    assert "Nobody has worked on this so far." in page_checks.text_of(root)
    assert page_checks.find_broken_references(root) == []


def test_a_select_keeps_its_groups_and_its_choice() -> None:
    root = tree(render("field", good_form().country))
    assert [group.get("label") for group in root.iter("optgroup")][-1] == "Western Balkans"
    assert [option.get("value") for option in root.iter("option") if option.get("selected") is not None] == ["XK"]
