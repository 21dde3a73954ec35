"""Nothing that people typed runs in a browser, even with the content security policy off. `make scripts` asks as every role."""

import pytest
from playwright.sync_api import Browser

from accountability.access import Role
from tests.attacks.matrix.asking import Asker, Who
from tests.attacks.matrix.scripts import Viewer, letters, texts, troubles
from tests.factories.world.universe import POLYGLOT

WHO = [Who("A1", Role.OWNER), Who("A1", None)]  # the sample: an owner opens nearly every page there is


# What stands in a page does not depend on the database; these slow looks are made on one.
on_one_database = pytest.mark.parametrize("filled", ["sqlite"], indirect=True)


@on_one_database
def test_nothing_typed_runs_on_any_page_of_members(asker: Asker, browser: Browser) -> None:
    with Viewer(browser, asker.app) as viewer:
        assert troubles(viewer, texts(asker, WHO)) == {}
        assert viewer.seen > 150


@on_one_database
def test_nothing_typed_runs_on_any_page_of_constituents(public: Asker, browser: Browser) -> None:
    with Viewer(browser, public.app) as viewer:
        assert troubles(viewer, texts(public, [Who("A1", None)])) == {}


@on_one_database
def test_nothing_typed_runs_in_a_letter(asker: Asker, browser: Browser) -> None:
    with Viewer(browser, asker.app) as viewer:
        assert troubles(viewer, letters(asker)) == {}
        assert viewer.seen


@pytest.mark.parametrize(
    "planted",
    [
        POLYGLOT,
        "<img src=x onerror=alert(1)>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<script>1</script>",
        "<button onclick='x()'>x</button>",
        "<iframe srcdoc='x'></iframe>",
        "<base href='//example.org'>",
    ],
)
@on_one_database
def test_what_runs_or_could_run_is_seen(asker: Asker, browser: Browser, planted: str) -> None:
    with Viewer(browser, asker.app) as viewer:
        assert viewer.runs_in(f"<!doctype html><html><body><p>{planted}</p>")
        assert not viewer.runs_in("<!doctype html><html><body><p>x &lt;svg onload=alert(1)&gt;</p>")
