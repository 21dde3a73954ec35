"""`make scripts`: every page as every role, in a real browser with the policy off. Ends with `pages N, runs N`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.attacks.matrix.asking import everybody
from tests.attacks.matrix.scripts import Viewer, letters, texts, troubles
from tests.attacks.matrix.standing import standing
from tests.support.databases import make_sqlite

CHROMIUM = "/usr/bin/chromium"


def main() -> int:
    pages, found = 0, {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with standing(make_sqlite(Path(folder)), Path(folder)) as askers:
            for asker in askers:
                with Viewer(browser, asker.app) as viewer:
                    for who in everybody("A1") if asker.app.secret_key else everybody("A1")[-1:]:
                        found |= troubles(viewer, texts(asker, [who]))
                        print(f"{who}: {viewer.seen} pages", flush=True)
                    found |= troubles(viewer, letters(asker))
                    pages += viewer.seen
        browser.close()
    for where, runs in found.items():
        print(where, runs)
    print(f"pages {pages}, runs {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
