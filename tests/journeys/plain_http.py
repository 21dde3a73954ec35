"""A constituent with curl: reads the form, fills in its fields, sends it. No browser, no cookie, no script."""

import re
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = list[tuple[str, str]]


class FormReader(HTMLParser):
    """Everything a form offers: hidden values, choices by name, areas to write in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hidden: Fields = []
        self.choices: dict[str, list[str]] = {}
        self.areas: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") == "hidden":
            self.hidden.append((given["name"], given["value"]))
        elif tag == "input" and given.get("type") in {"radio", "checkbox"}:
            self.choices.setdefault(given["name"], []).append(given["value"])
        elif tag == "textarea":
            self.areas.append(given["name"])


@dataclass
class Curl:
    """Plain requests that all carry the same headers."""

    headers: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> str:
        return self._send(urllib.request.Request(address, headers=self.headers))  # noqa: S310 - our own site

    def post(self, address: str, fields: Fields) -> str:
        body = urllib.parse.urlencode(fields).encode()
        return self._send(urllib.request.Request(address, data=body, headers=self.headers))  # noqa: S310 - our own site

    def _send(self, request: urllib.request.Request) -> str:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own site
            assert answer.headers["Set-Cookie"] is None
            text: str = answer.read().decode()
            return text


def fill_in(form: str, *, pick: int, words: str = "") -> Fields:
    """The fields of a filled form: of each question the answer at this place (or its last), `words` where one may write."""
    read = FormReader(form)
    offered = {name: [value for value in values if value] for name, values in read.choices.items()}
    chosen = [(name, values[min(pick, len(values) - 1)]) for name, values in offered.items()]
    return [*read.hidden, *chosen, *((name, words) for name in read.areas if words)]


def answer(address: str, *, pick: int, words: str = "") -> str:
    """Read the form and send it once; the page that thanks."""
    curl = Curl()
    return curl.post(address, fill_in(curl.get(address), pick=pick, words=words))


def receipt_in(page: str) -> str:
    """The receipt code that a page of thanks shows."""
    found = re.search(r'class="code">\s*([0-9 ]{16,})\s*<', page)
    assert found, page
    return found.group(1)
