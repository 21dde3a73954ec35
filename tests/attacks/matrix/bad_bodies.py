"""Bodies that no browser would send, made by chance from a number, so that each can be made again."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from random import Random
from types import SimpleNamespace
from typing import Any

from accountability.access import Role
from tests.attacks.matrix.addresses import Route, routes
from tests.attacks.matrix.asking import Asker, Who
from tests.attacks.matrix.sending import send
from tests.support.routes import fields

WORDS = (
    "", " ", "\x00", "a\x00b", "\r\nBcc: x@example.org", "\u202eevil", "\ud7ff", "\ufeff", "e\u0301", "ß" * 300, "😀" * 50, "＝1+1",
    "=1+1", "@SUM(1)", "-1", "0", "1", "5", "11", "1,5", "1e309", "NaN", "inf", "0x10", "٣", "99999999999999999999", "9" * 5_000,
    "true", "null", "[]", "{}", "[object Object]", "undefined", "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "24:61",
    "a@b", "a@example.org", "\"a b\"@example.org", "a@" + "b" * 300 + ".org", "xn--nxasmq6b@xn--nxasmq6b", "../../etc/passwd",
    "file:///etc/passwd", "http://169.254.169.254/", "javascript:alert(1)", "{{7*7}}", "%(x)s", "%s%s%n", "${7*7}", "' OR 1=1 --",
    "\"><svg onload=alert(1)>", "x" * 6_000, "a" * 120_000, "(" * 2_000, "a,b;c\td\n" * 50,
    "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000g", "owner", "operator", "en", "zz", "XK", "ZZ",
)  # fmt: skip
EXTRA = ("role", "organisation_id", "id", "is_operator", "acting_for", "state", "x" * 500, "a[b][c]", "__proto__", "ünïcode", "")


@dataclass(frozen=True)
class Trial:
    """One post: who sends what where."""

    number: int
    who: Who
    path: str
    options: dict[str, Any]


class Trials:
    """Trials against one app, by number; the same number is the same trial on the same World."""

    def __init__(self, asker: Asker, *, key: str = "A1") -> None:
        self.asker, self.key = asker, key
        world = asker.universe.worlds[key]
        self.targets = [(route, path) for route in routes(asker.app, world, ("POST",)) for path in route.own_paths(world)]
        self._plain: dict[tuple[Who, str], dict[str, str]] = {}

    def trial(self, number: int) -> Trial:
        """The trial of this number."""
        chance = Random(number)
        route, path = chance.choice(self.targets)
        who = Who(self.key, chance.choice((Role.OWNER, Role.OWNER, Role.OWNER, Role.OFFICER, Role.COORDINATOR, Role.BOARD, None)))
        return Trial(number, who, path, chance.choice(SHAPES)(chance, self._spoilt(chance, route, who, path)))

    def status(self, trial: Trial) -> int:
        """Post it and return the status of the answer."""
        return send(self.asker, trial.who, "POST", trial.path, **trial.options).status_code

    def _spoilt(self, chance: Random, route: Route, who: Who, path: str) -> dict[str, Any]:
        plain = dict(self._fields(route, who, path))
        plain.pop("csrf_token", None)
        names = list(plain)
        for name in chance.sample(names, chance.randint(1, len(names))) if names else ():
            plain[name] = _value(chance)
        for name in chance.sample(names, chance.randint(0, len(names) // 3)):
            plain.pop(name, None)
        for name in chance.sample(EXTRA, chance.randint(0, 2)):
            plain[name] = _value(chance)
        return plain

    def _fields(self, route: Route, who: Who, path: str) -> dict[str, str]:
        if (who, path) not in self._plain:
            shown = send(self.asker, who, "GET", re.sub(r"/(save|remove|move|withdraw)$", "", path))
            text = shown.text if shown.status_code == 200 and "<form" in shown.text else ""
            self._plain[who, path] = fields(SimpleNamespace(text=text)) if text else {}
        return self._plain[who, path]


def _value(chance: Random) -> Any:
    one = chance.choice(WORDS)
    kind = chance.random()
    if kind < 0.1:
        return [chance.choice(WORDS) for _ in range(chance.randint(0, 5))]
    if kind < 0.2:
        return "".join(chr(chance.choice((chance.randrange(1, 0xD7FF), chance.randrange(1, 128)))) for _ in range(40))
    return one


def _form(_chance: Random, body: dict[str, Any]) -> dict[str, Any]:
    return {"data": body}


def _multipart(chance: Random, body: dict[str, Any]) -> dict[str, Any]:
    name = chance.choice((*body, "file"))
    content = chance.choice((b"", b"\xff\xfe\x00", b"a,b\n1,2\n" * 100, b"PK\x03\x04" + bytes(200), b"\x89PNG" + bytes(50)))
    # The name of a file is one line wherever it comes from; a header of more lines is not sent at all.
    return {"data": body | {name: (BytesIO(content), chance.choice(("a.csv", "../a.svg", "a" * 300, "")))}}


def _json(_chance: Random, body: dict[str, Any]) -> dict[str, Any]:
    return {"data": json.dumps(body).encode(), "content_type": "application/json"}


def _raw(chance: Random, _body: dict[str, Any]) -> dict[str, Any]:
    kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "a/b", "")
    noise = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 30, 300))))
    return {
        "data": chance.choice((noise, b"%ff%fe=%", b"--x\r\n\r\n--x--", b"&&&=&", b"a=1&" * 3_000)),
        "content_type": chance.choice(kinds),
    }


SHAPES: tuple[Callable[[Random, dict[str, Any]], dict[str, Any]], ...] = (_form, _form, _form, _form, _multipart, _json, _raw)


def troubles(trials: Trials, numbers: range, *, each: Callable[[int], None] = lambda _number: None) -> Iterator[str]:
    """Send these trials; every answer of 500 or more, with the number that makes it again."""
    for number in numbers:
        trial = trials.trial(number)
        status = trials.status(trial)
        each(status)
        if status >= 500:
            yield f"{status} trial {number}: {trial.who} {trial.path} {str(trial.options)[:300]}"
