"""Every page of assessments on a phone and a desk, light and dark: nothing sticks out and axe finds nothing."""

from pathlib import Path

import axe_playwright_python
import pytest

from accountability.assessment import queries
from accountability.assessment.domain.ratings import Answer
from tests.factories.assessment import DONT_KNOW, NOT_APPLICABLE, level, rate, sign

pytestmark = pytest.mark.journey
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FLAGGED = Answer(note="ask Mira", is_to_revisit=True)
ANSWERS = [level(3), level(2), DONT_KNOW, level(0), NOT_APPLICABLE, level(4), level(1), FLAGGED]
OPEN = ("", "/key-actions/c03-c-env-policy", "/profile", "/gap")


@pytest.fixture
def assessment(served):
    served.start()
    with served.tenant.session() as session, session.begin():
        found = queries.get_assessment(session, served.assessment_id)
        for group, answer in zip(queries.get_overview(session, found).groups, ANSWERS, strict=False):
            rate(served.tenant, session, found, group.items[0].key_action.slug, answer)
    return f"{served.address}/assessments/{served.assessment_id}"


@pytest.fixture
def signed(served, assessment):
    with served.tenant.session() as session, session.begin():
        sign(served.tenant, session, queries.get_assessment(session, served.assessment_id))
    return assessment


@pytest.fixture(params=[(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")], ids=str)
def look(request, browser, served):
    """`look("officer")`: a page of that member, without address yet, in one size and one colour scheme."""
    width, scheme = request.param
    opened = []

    def open_page(role):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        opened.append(context)
        context.add_cookies([served.cookie(role)])
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def check(page, address):
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{address} sticks out"
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    assert not found, [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found]


def test_pages_of_an_open_assessment(look, served, assessment):
    page = look("owner")
    for path in (*OPEN, "/deepen", "/sign-off"):
        check(page, assessment + path)
    for path in ("", "/start"):
        check(page, f"{served.address}/assessments{path}")


def test_pages_of_a_signed_assessment(look, signed):
    page = look("viewer")
    for path in OPEN:
        check(page, signed + path)


def test_a_dispute(look, served, assessment):
    page = look("officer")
    page.goto(f"{assessment}/key-actions/c08-a-publish")
    with served.tenant.session() as session, session.begin():
        rate(served.tenant, session, queries.get_assessment(session, served.assessment_id), "c08-a-publish", level(1), seen=1)
    page.get_by_label("4 · Leading with others").check()
    page.locator("[data-dispute]").wait_for()
    page.evaluate(AXE)
    assert not page.evaluate("axe.run()")["violations"]
