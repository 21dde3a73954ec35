"""The style sheets and the script: their weight, their contrast in both schemes, and what they may not do."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from tests.components.gallery import ROOT

STATIC = ROOT / "accountability" / "static"
STAFF, CONSTITUENT = STATIC / "css" / "staff.css", STATIC / "css" / "constituent.css"
SHEETS = pytest.mark.parametrize("sheet", [STAFF, CONSTITUENT], ids=lambda path: path.stem)

TEXT = [
    *product(("ink", "ink-2"), ("paper", "surface", "sunken")),
    *product(("brand", "danger-ink"), ("paper", "surface")),
    *((f"{tone}-ink", f"{tone}-tint") for tone in ("warm", "sun", "sky", "danger")),
    *product(("ink", "brand-strong", "brand", "ink-2"), ("brand-tint",)),
    *product(("ink", "brand", "ink-2"), ("warm-tint", "sun-tint", "sky-tint", "danger-tint")),
    ("on-brand", "brand"), ("on-brand", "brand-strong"), ("on-danger", "danger"), ("on-danger", "danger-ink"),
    ("deep-ink", "deep"), ("deep-2", "deep"), ("warm-ink", "surface"),
]  # fmt: skip
SHAPES = [
    *product(("edge", "focus", "brand", "warm", "sky"), ("paper", "surface")),
    ("danger", "surface"), ("danger-ink", "surface"), ("focus", "brand-tint"), ("deep-ink", "deep"),
]  # fmt: skip
SMALL_TEXT = [
    *product(("ink", "soft", "brand", "bad"), ("paper", "surface")),
    ("ink", "tint"), ("brand", "tint"), ("on", "brand"), ("on", "strong"),
]  # fmt: skip


def tokens(css: str, *, dark: bool) -> dict[str, str]:
    """Token → six-digit colour, in one of the two schemes."""
    light, _, rest = css.partition("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", light.split("}")[0]))
    if dark:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", rest.split("}")[0]))
    return {name: value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:]) for name, value in found.items()}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def find_weak(css: str, pairs: list[tuple[str, str]], *, least: float, dark: bool) -> list[str]:
    """Pairs of tokens whose contrast is below the least."""
    colours = tokens(css, dark=dark)
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    return [f"{front} on {back}: {ratio:.2f}" for (front, back), ratio in ratios.items() if ratio < least]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_has_a_contrast_of_at_least_four_and_a_half(dark: bool) -> None:
    assert find_weak(STAFF.read_text(), TEXT, least=4.5, dark=dark) == []
    assert find_weak(CONSTITUENT.read_text(), SMALL_TEXT, least=4.5, dark=dark) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_borders_marks_and_focus_rings_have_a_contrast_of_at_least_three(dark: bool) -> None:
    assert find_weak(STAFF.read_text(), SHAPES, least=3, dark=dark) == []
    assert find_weak(CONSTITUENT.read_text(), [("edge", "surface"), ("focus", "paper")], least=3, dark=dark) == []


def test_the_check_of_contrast_sees_a_planted_weak_pair() -> None:
    assert find_weak(":root { --ink: #999; --paper: #fff; }", [("ink", "paper")], least=4.5, dark=False) == ["ink on paper: 2.85"]


def test_style_sheets_stay_light() -> None:
    assert len(gzip.compress(STAFF.read_bytes())) <= 9_000
    assert len(gzip.compress(CONSTITUENT.read_bytes())) <= 2_200


@SHEETS
def test_a_style_sheet_asks_for_nothing_else(sheet: Path) -> None:
    assert not re.search(r"url\(|@import|@font-face", sheet.read_text())


@SHEETS
def test_a_style_sheet_works_in_both_directions(sheet: Path) -> None:
    css = sheet.read_text()
    assert not re.search(r"[\s;{](?:(?:margin|padding|border|inset)-)?(?:left|right)\s*:|text-align: (?:left|right)|float:", css)


def test_the_script_never_writes_html() -> None:
    script = "".join(path.read_text() for path in (STATIC / "js").glob("*.js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b", script)
