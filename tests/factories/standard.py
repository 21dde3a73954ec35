"""A small pack as it stands in files, to read and to break."""

import copy
from typing import Any

from accountability.standard.domain import Pack, read_pack

Content = dict[str, Any]


def key_action(slug: str, *, quick: bool) -> Content:
    """A key action as it stands in a file."""
    return {
        "slug": slug,
        "kind": "practice",
        "quick_scan": quick,
        "text": "We listen.",
        "guiding_question": "Who listens?",
        "descriptors": {level: f"{slug} at level {level}" for level in range(5)},
        "evidence_examples": ["Notes", "A photo"],
        "provenance": "own wording",
        "review_status": "not yet reviewed",
    }


def content() -> Content:
    """A small whole pack: one cluster, one commitment, two key actions."""
    return {
        "header": {
            "id": "small",
            "version": "1",
            "title": "Small",
            "status": "draft",
            "languages": ["en"],
            "licence": "own",
            "provenance": "own wording",
            "review_status": "not yet reviewed",
            "levels": {level: {"name": f"Level {level}", "meaning": "As it is."} for level in range(5)},
            "clusters": [
                {
                    "slug": "a-listening",
                    "letter": "A",
                    "title": "Listening",
                    "provenance": "own wording",
                    "review_status": "not yet reviewed",
                    "commitments": ["c01-listen"],
                }
            ],
        },
        "commitments": {
            "c01-listen": {
                "slug": "c01-listen",
                "number": 1,
                "title": "Listen",
                "promise": "We listen.",
                "provenance": "own wording",
                "review_status": "not yet reviewed",
                "key_actions": [key_action("c01-a-ask", quick=True), key_action("c01-b-answer", quick=False)],
            }
        },
    }


def read(source: Content) -> Pack:
    """The pack of this content."""
    return read_pack(source["header"], source["commitments"])


def first_action(source: Content) -> Content:
    """The first key action, to break it."""
    action: Content = source["commitments"]["c01-listen"]["key_actions"][0]
    return action


def enriched(**entries: object) -> Content:
    """The small pack with more entries in its first key action."""
    source = copy.deepcopy(content())
    first_action(source).update(entries)
    return source
