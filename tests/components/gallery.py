"""Every component on one page, with ordinary and awkward data, under stub globals and StrictUndefined.

`write_gallery(folder)` writes the gallery, one page per layout and the static files they need; run as a program it takes
the folder as its argument. Used by the browser tests and by people who want to look.
"""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from accountability.access import Role

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "pages"

COMMITMENTS = (
    "Justice and Equality",
    "Women's Rights and Gender Equality",
    "Healthy Planet",
    "Lasting Positive Change",
    "People-Driven Work",
    "Strong Partnerships",
    "Advocating for Fundamental Change",
    "Open Organisations",
    "Empowered and Effective Staff and Volunteers",
    "Well-Handled Resources",
    "Responsive Decision-Making",
    "Responsible Leadership",
)
LONG = "Rückmeldungsverarbeitungsverantwortlichkeitsübertragungsverordnungsentwurf"
RTL = "ما الذي يمكن أن يتغير بعد هذا الاستطلاع؟"


class GalleryForm(Form):
    """One field of every kind."""

    token = HiddenField(default="hidden")
    name = StringField("Name of your organisation", [InputRequired()], render_kw={"autocomplete": "organization"})
    email = EmailField(
        "Email address", [InputRequired()], description="We write only when you ask us to.", render_kw={"autocomplete": "username"}
    )
    password = PasswordField("Password", [InputRequired()], render_kw={"autocomplete": "new-password"})
    people = IntegerField("How many people work with you?", [Optional()])
    due = DateField("By when will you reply?", [Optional()])
    story = TextAreaField("What did you hear?", [Optional()], render_kw={"rows": 5})
    country = SelectField(
        "Country",
        [InputRequired()],
        choices=[
            SelectChoice("", "Choose a country"),
            SelectChoice("AL", "Albania", optgroup="Western Balkans"),
            SelectChoice("XK", "Kosovo", optgroup="Western Balkans"),
        ],
    )
    level = RadioField(
        "Which description fits best?",
        [InputRequired()],
        choices=[
            SelectChoice("0", "Not yet", render_kw={"description": "Nobody has worked on this so far."}),
            SelectChoice("2", "Partly", render_kw={"description": "It happens, but not everywhere and not always."}),
            SelectChoice("4", "Fully", render_kw={"description": "It happens always, and people can check that it does."}),
        ],
    )
    themes = SelectMultipleField(
        "What do you work on?",
        [Optional()],
        choices=[SelectChoice("youth", "Young people"), SelectChoice("rights", LONG), SelectChoice("rtl", RTL)],
    )
    agree = BooleanField("Our members may see that we take part", description="You can change this at any time.")
    proof = FileField("A document", [Optional()])


class _Fields(dict[str, list[str]]):
    """Submitted values in the shape WTForms asks for."""

    def getlist(self, name: str) -> list[str]:
        """All values of one name."""
        return self[name]


def good_form() -> GalleryForm:
    """A form with data and no errors."""
    return GalleryForm(data={"name": LONG, "country": "XK", "level": "2", "themes": ["youth"], "story": RTL, "agree": True})


def bad_form() -> GalleryForm:
    """A form that was sent half empty."""
    form = GalleryForm(_Fields(name=[""], level=[], country=["ZZ"], people=["many"]))
    form.validate()
    form.form_errors.append("This survey is closed.")
    return form


def profile_rows() -> list[dict[str, Any]]:
    """Twelve commitments, among them zeros, equal marks and one that is not rated."""
    policy = (2.5, 1.0, 0.0, 2.8, 2.0, 3.2, 2.4, 3.8, 1.5, 4.0, None, 2.2)
    practice = (1.8, 1.6, 0.0, 2.8, 3.1, 2.9, 1.2, 2.7, 0.8, 3.4, None, None)
    return [
        {
            "label": label,
            "policy": p,
            "practice": a,
            "mean": None if p is None else (p + (a or p)) / 2,
            "has_zero": p == 0 or a == 0.8,
        }
        for label, p, a in zip(COMMITMENTS, policy, practice, strict=True)
    ]


def gap_rows() -> list[dict[str, Any]]:
    """Both sides, one side, none; with and without a note."""
    own = (62, 40, 12, 70, 50, 80, 100, None, 55, 85, 40, None)
    voice = (48, 66, 12, 30, None, 78, 0, 71, 60, None, 52, None)
    return [
        {"label": label, "self_score": s, "voice_score": v, "note": "Too few answers: shown from 10." if v is None and s else None}
        for label, s, v in zip(COMMITMENTS, own, voice, strict=True)
    ]


def band_rows() -> list[dict[str, Any]]:
    """Three figures, overlapping figures, one figure, none; with and without an own position."""
    names = ("lower quarter", "middle", "upper quarter")
    lows = ((20, 40, 60), (40, 40, 60), (0, 0, 20), (20, 40, 80))
    rows: list[dict[str, Any]] = []
    for index, label in enumerate(COMMITMENTS):
        bands = [{"low": low, "high": low + 20, "name": name} for low, name in zip(lows[index % 4], names, strict=True)]
        rows.append({"label": label, "bands": bands, "own": (index * 17 + 30) % 101})
    rows[4] |= {"bands": [{"low": 40, "high": 60, "name": "middle"}]}
    rows[6] |= {"bands": [], "own": 60}
    rows[9] |= {"own": None}
    return rows


def trend_points() -> list[dict[str, Any]]:
    """Four cycles: one without a practice mean, and an open one."""
    figures = [(1, 0.5, 0.75), (2.5, None, 2.5), (2, 3, 2.5), (4, 3, 3.5)]
    return [
        {"label": f"Cycle {2023 + place}", "is_open": place == 3, "policy": policy, "practice": practice, "mean": mean}
        for place, (policy, practice, mean) in enumerate(figures)
    ]


def gallery_data() -> dict[str, Any]:
    """All that the gallery page shows."""
    return {
        "good": good_form(),
        "bad": bad_form(),
        "profile": profile_rows(),
        "gap": gap_rows(),
        "bands": band_rows(),
        "trend": trend_points(),
        "marks": SimpleNamespace(previous=1, target=3, verified=(3, 4)),
        "axes": [{"label": row["label"], "value": row["mean"], "maximum": 4} for row in profile_rows()],
        "shares": [
            {"label": "Always", "share": 42, "text": "42 %"},
            {"label": "Sometimes, when there is time and somebody asks", "share": 37.5, "text": "38 %"},
            {"label": RTL, "share": 0, "text": "0 %"},
            {"label": LONG, "share": 100, "text": "100 %"},
            {"label": "Never", "share": None, "text": "hidden: fewer than 10"},
        ],
        "scale": [{"label": n, "share": n * 4, "text": "under 10 %" if n < 3 else f"{n * 4} %"} for n in range(11)],
        "long": LONG,
        "rtl": RTL,
        "commitments": COMMITMENTS,
    }


def environment(*, direction: str = "ltr", code: str = "en") -> Environment:
    """The product's templates with stub globals; an undefined name raises."""
    loader = FileSystemLoader([ROOT / "templates", PAGES])
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    actor = SimpleNamespace(name="Mira Hoxha", organisation_name="Green Valley Association", role=Role.OWNER)
    items = ("Home", "Assessment", "Listening", "Networks", "Benchmark", "Organisation")
    templates.globals.update(
        _=lambda text, **params: text % params if params else text,
        csrf_field=lambda: Markup('<input type="hidden" name="csrf_token" value="token">'),
        acting_for_field=lambda: Markup('<input type="hidden" name="acting_for" value="organisation">'),
        csrf_token=lambda: "token",
        static_url=lambda path: f"static/{path}",
        url_for=lambda endpoint, **_values: f"/{endpoint.replace('.', '/')}",
        navigation=lambda: [{"label": label, "href": "#", "current": label == "Assessment"} for label in items],
        messages=lambda: [("success", "Survey published", None)],
        language=lambda: SimpleNamespace(code=code, direction=direction),
        here=SimpleNamespace(actor=actor),
        format_number=str,
        may=lambda _rule, _subject=None: True,
    )
    return templates


def render_pages(*, direction: str = "ltr", code: str = "en") -> dict[str, str]:
    """File name → HTML of the gallery and of one page per layout."""
    templates = environment(direction=direction, code=code)
    return {path.name: templates.get_template(path.name).render(gallery_data()) for path in sorted(PAGES.glob("*.html"))}


def write_gallery(folder: Path) -> list[Path]:
    """Write all pages in both directions, with the static files beside them; returns the pages."""
    shutil.copytree(ROOT / "accountability" / "static", folder / "static", dirs_exist_ok=True)
    written = []
    for direction, code in (("ltr", "en"), ("rtl", "ar")):
        for name, html in render_pages(direction=direction, code=code).items():
            page = folder / f"{direction}-{name}"
            page.write_text(html, encoding="utf-8")
            written.append(page)
    return written


if __name__ == "__main__":
    for written_page in write_gallery(Path(sys.argv[1])):
        sys.stdout.write(f"{written_page}\n")
