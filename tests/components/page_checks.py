"""What every rendered page is held to: valid HTML, nothing inline, unique ids, labels. Each check returns its complaints."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

UNLABELLED = {"hidden", "submit", "button", "image"}


def parse(html: str) -> Element:
    """The page as a tree without namespaces; raises html5lib's ParseError when it is not valid."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def text_of(element: Element) -> str:
    """All text in an element, spaces folded."""
    return " ".join("".join(element.itertext()).split())


def find_inline_code(root: Element) -> list[str]:
    """Styles, scripts and handlers that a strict content-security policy would refuse."""
    return [complaint for element in root.iter() if isinstance(element.tag, str) for complaint in _inline(element)]


def _inline(element: Element) -> Iterator[str]:
    name = element.tag.split("}")[-1]
    if name == "style" or (name == "script" and not element.get("src")):
        yield f"inline {name}"
    for attribute, value in element.attrib.items():
        if attribute == "style" or attribute.startswith("on") or value.strip().lower().startswith("javascript:"):
            yield f"{name} has {attribute}"


def find_repeated_ids(root: Element) -> list[str]:
    """Ids that stand more than once."""
    counts = Counter(element.get("id") for element in root.iter() if element.get("id"))
    return [str(name) for name, count in counts.items() if count > 1]


def find_broken_references(root: Element) -> list[str]:
    """for, aria-labelledby and aria-describedby that point at nothing, and malformed ids."""
    ids = {element.get("id") for element in root.iter()}
    named = ("for", "aria-labelledby", "aria-describedby")
    pointed = (part for element in root.iter() for name in named for part in element.get(name, "").split())
    return [part for part in pointed if part not in ids] + [
        str(name) for name in ids if name is not None and len(name.split()) != 1
    ]


def find_unlabelled(root: Element) -> list[str]:
    """Controls without a label."""
    labelled = {label.get("for") for label in root.iter("label")}
    controls = [element for name in ("input", "select", "textarea") for element in root.iter(name)]
    return [
        element.get("name", "?")
        for element in controls
        if element.get("type") not in UNLABELLED and element.get("id") not in labelled and not element.get("aria-label")
    ]
