"""Every page of the gallery, in both directions, is held to what every page of the product is held to."""

import html5lib.html5parser
import pytest

from tests.components import page_checks
from tests.components.gallery import render_pages

PAGES = {
    f"{direction}-{name}": html
    for direction, code in (("ltr", "en"), ("rtl", "ar"))
    for name, html in render_pages(direction=direction, code=code).items()
}
PLANTED = '<!doctype html><html lang="en"><head><title>x</title></head><body>{}</body></html>'


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_html(name: str) -> None:
    assert page_checks.parse(PAGES[name]).tag == "html"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_inline_style_or_script(name: str) -> None:
    assert page_checks.find_inline_code(page_checks.parse(PAGES[name])) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_id_is_unique_and_every_reference_finds_its_target(name: str) -> None:
    root = page_checks.parse(PAGES[name])
    assert page_checks.find_repeated_ids(root) == []
    assert page_checks.find_broken_references(root) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_control_has_a_label(name: str) -> None:
    assert page_checks.find_unlabelled(page_checks.parse(PAGES[name])) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_heading_and_its_title_begins_with_it(name: str) -> None:
    root = page_checks.parse(PAGES[name])
    headings = [page_checks.text_of(element) for element in root.iter("h1")]
    assert len(headings) == 1
    assert page_checks.text_of(next(root.iter("title"))).startswith(headings[0])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_its_language_and_direction(name: str) -> None:
    root = page_checks.parse(PAGES[name])
    assert (root.get("lang"), root.get("dir")) == (("ar", "rtl") if name.startswith("rtl") else ("en", "ltr"))


@pytest.mark.parametrize("name", ["ltr-constituent.html", "ltr-letter.html"])
def test_pages_for_constituents_and_letters_load_no_script(name: str) -> None:
    root = page_checks.parse(PAGES[name])
    assert list(root.iter("script")) == []
    assert len(list(root.iter("link"))) == (2 if "constituent" in name else 0)


@pytest.mark.parametrize("fault", ["<p><div>x</p>", "<table><b>x</b></table>", "<svg><g></svg>"])
def test_the_check_of_html_sees_a_planted_fault(fault: str) -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        page_checks.parse(PLANTED.format(fault))


@pytest.mark.parametrize(
    "fault",
    [
        '<p style="x">x</p>',
        "<script>x</script>",
        '<a href="javascript:x">x</a>',
        '<svg><rect style="x"></rect></svg>',
        '<p onclick="x">x</p>',
    ],
)
def test_the_check_of_inline_code_sees_a_planted_fault(fault: str) -> None:
    assert page_checks.find_inline_code(page_checks.parse(PLANTED.format(fault)))


def test_the_checks_of_ids_and_labels_see_planted_faults() -> None:
    root = page_checks.parse(PLANTED.format('<p id="a"></p><p id="a"></p><label for="b">x</label><input name="c" id="c d">'))
    assert page_checks.find_repeated_ids(root) == ["a"]
    assert set(page_checks.find_broken_references(root)) == {"b", "c d"}
    assert page_checks.find_unlabelled(root) == ["c"]
