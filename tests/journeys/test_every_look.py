"""One page of each kind around a cycle, as the officer of the demo region meets it: light and dark, wide and narrow, both ways."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from tests.journeys.conftest import Meet
from tests.journeys.site import Site
from tests.journeys.test_demo_region import Links, sign_in
from tests.journeys.test_demo_region import links as links
from tests.journeys.visitor import WIDER, Visitor, page_complaints, see

pytestmark = pytest.mark.journey

ROOMS = ("assessments", "evidence", "plan", "standard")
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
NAMED = re.compile(r"(?<=/)(?:[0-9a-f-]{36}|c\d\d-[a-z-]+|\d+(?:\.\d+)?)(?=/|$)|(?<=/crosswalks/)[a-z-]+|(?<=/translations/)\w+")
ASKED = 4  # pages of one kind that are asked for links
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.mark.parametrize("room", ROOMS)
def test_every_kind_of_page_fits_every_look(meet: Meet, region: Site, links: Links, room: str) -> None:
    officer = sign_in(meet(region), links, "officer")
    pages = list(find_pages(officer, f"/{room}"))
    assert len(pages) >= 4
    wrong = [complaint for path in pages for complaint in look_at(officer, path)]
    assert not wrong, "\n".join(wrong)


def test_a_page_that_is_too_wide_one_way_is_seen(meet: Meet, region: Site, links: Links) -> None:
    officer = sign_in(meet(region), links, "officer")
    officer.page.route("**/plan", lambda route: route.fulfill(body=widened(route.fetch().text()), content_type="text/html"))
    assert any("narrow" in complaint for complaint in look_at(officer, "/plan"))


def widened(page: str) -> str:
    """The page with a part that only a desk has room for."""
    return page.replace("<h1", '<div style="width: 800px">A broad part</div><h1', 1)


def find_pages(visitor: Visitor, room: str) -> Iterator[str]:
    """The first address of every kind that links in this room lead to; a kind is an address without ids and queries.

    A few of each kind are asked for links: a cycle that is signed leads elsewhere than one that is rated.
    """
    waiting, asked, met = [room], Counter([room]), {room}
    shown: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        answer = visitor.page.request.get(f"{visitor.home}{path}")
        assert answer.ok, f"{path}: {answer.status}"
        if "html" not in answer.headers.get("content-type", ""):
            continue
        if kind_of(path) not in shown:
            shown.add(kind_of(path))
            yield path
        for found in dict.fromkeys(unescape(each).partition("?")[0] for each in LINK.findall(answer.text())):
            kind = kind_of(found)
            if kind.startswith(f"{room}/") and found not in met and asked[kind] < ASKED:
                asked[kind] += 1
                met.add(found)
                waiting.append(found)


def kind_of(path: str) -> str:
    """`/plan/actions/*` for every action; packs and versions, languages and years are one kind each."""
    return NAMED.sub("*", path.partition("?")[0])


def look_at(visitor: Visitor, path: str) -> Iterator[str]:
    """What is wrong with a page in any look, as "path, look: complaint"."""
    page = visitor.page
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    visitor.open(path)
    see(visitor)
    for name, size, scheme, direction in looks():
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        wider = page.evaluate(WIDER)
        if wider > 0:
            yield f"{path}, {name}: {wider} pixels too wide"
        if name == "narrow and dark":
            yield from (f"{path}, {name}: {complaint}" for complaint in page_complaints(page))


def looks() -> list[tuple[str, Any, Any, str]]:
    return [
        ("wide, from right to left", WIDE, "light", "rtl"),
        ("narrow, from right to left", NARROW, "dark", "rtl"),
        ("narrow and dark", NARROW, "dark", "ltr"),
    ]
