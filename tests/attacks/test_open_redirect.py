"""Where people are sent after signing in is a page of this site, whatever stands in the address."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accountability.web import local_path

HERE = "https://example.org"
TRICKS = ["/", "//", "\\", "/\\", "\t", "\n", "\r", " ", "@", ":", "?", "#", ".", "..", ";", "\x00"]
WRITTEN = ["%2f", "%5c", "%09", "%252f", "\u2215", "\uff0f", "\u3002", "\u200b", "\u202e"]
PLACES = ["evil.example", "javascript:", "http:", "https://", "data:text/html,"]
PARTS = st.sampled_from([*TRICKS, *WRITTEN, *PLACES])
TARGETS = st.one_of(
    st.text(max_size=40), st.lists(PARTS, max_size=8).map("".join), st.lists(PARTS, max_size=6).map("".join).map("/".__add__)
)


def leaves(target: str) -> bool:
    """Whether a browser that is here would go to another site. Browsers drop tabs and line ends, and read \\ as /."""
    read = "".join(letter for letter in target if letter not in "\t\r\n").strip("\x00\x01 ").replace("\\", "/")
    try:
        found = urlsplit(urljoin(f"{HERE}/sign-in", read))
    except ValueError:
        return True
    return (found.scheme, found.netloc) != ("https", "example.org")


@given(TARGETS)
@example("//evil.example")
@example("/\\evil.example")
@example("/\t/evil.example")
@example("https://example.org@evil.example")
@example("/\u2215evil.example")
def test_what_is_accepted_stays_here(target: str) -> None:
    for written in (target, quote(target), quote(quote(target))):
        accepted = local_path(written)
        assert accepted is None or not leaves(accepted), written


@pytest.mark.parametrize("path", ["/", "/organisation", "/surveys/7?show=all", "/account/name?x=%2f%2f"])
def test_pages_of_this_site_are_accepted(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil.example", "", None, "/\t/evil.example"],
)
def test_known_tricks_are_refused(target: str | None) -> None:
    assert local_path(target) is None


def test_the_check_itself_sees_a_naive_rule() -> None:
    assert leaves("//evil.example")
    assert leaves("/\\evil.example")
    assert leaves("/\t/evil.example")
    assert not leaves("/evil.example")
