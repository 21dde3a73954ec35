"""Devices that are signed in, by what people recognise them by."""

import uuid
from dataclasses import dataclass
from datetime import datetime

# Looked for in this order: most browsers name others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, kw_only=True)
class Device:
    """One browser signed in; `label` is empty when it could not be recognised."""

    id: uuid.UUID
    label: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def label_of(agent: str) -> str:
    """What a device is called, such as "Firefox on Windows". Coarse on purpose: no version, no model."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if browser and system else browser or system
