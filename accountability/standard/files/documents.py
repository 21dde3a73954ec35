"""YAML and JSON of strangers → plain mappings, lists, texts, whole numbers and yes or no; and packs → YAML.

Only that much of YAML is read: no aliases (they can make a page of text into a house of memory), no tags, no name twice, a bounded
depth, and numbers only when they are whole and short. Everything else that stands there is text, so `1.50` stays as it was written.
"""

import json
import re
from typing import Any

import yaml

from accountability.refusal import Refusal
from accountability.standard.domain import Pack, PackIsBroken
from accountability.standard.domain.writing import write_pack

MOST_BYTES = 900_000
MOST_PARTS = 60_000  # mappings, lists and values of a document
DEEPEST = 12
_WHOLE = re.compile(r"-?\d{1,9}")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_NOTHING = object()


class FileIsTooLarge(Refusal):
    message = "The file is larger than %(most)s KB. Packs are much smaller: look whether it is the right file."
    field = "file"


class FileIsNotText(Refusal):
    message = "The file is not text in UTF-8. Save it anew as UTF-8."
    field = "file"


class DocumentIsBroken(Refusal):
    """A file that is neither YAML nor JSON as we read it; `line` is counted from 1."""

    message = "The file cannot be read: line %(line)s %(problem)s."
    field = "file"


def read_document(raw: bytes) -> object:
    """What a YAML or JSON file says. Raises FileIsTooLarge, FileIsNotText or DocumentIsBroken."""
    if len(raw) > MOST_BYTES:
        raise FileIsTooLarge(most=MOST_BYTES // 1000)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileIsNotText from error
    return _read_json(text) if text.lstrip().startswith("{") else _Builder().build(text)


def read_pack_document(raw: bytes) -> tuple[object, dict[str, object]]:
    """Header and commitments of a pack in one file. Raises what read_document raises, or PackIsBroken."""
    document = read_document(raw)
    if not isinstance(document, dict) or set(document) != {"pack", "commitments"}:
        raise PackIsBroken(item="the file", problem="needs two entries, “pack” and “commitments”, and no others")
    commitments = document["commitments"]
    if not isinstance(commitments, dict):
        raise PackIsBroken(item="the file", problem="needs “commitments” as named entries")
    return document["pack"], commitments


def write_document(pack: Pack) -> str:
    """A pack as one YAML file, which read_pack_document reads again."""
    return yaml.dump(write_pack(pack, level_key=int), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)


class _Plain(yaml.SafeDumper):
    """Nothing is written as an alias, which we would not read."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _read_json(text: str) -> object:
    try:
        found: object = json.loads(text, object_pairs_hook=_pairs, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise DocumentIsBroken(line=error.lineno, problem="is not JSON as it should be") from error
    except (ValueError, RecursionError) as error:
        raise DocumentIsBroken(line=1, problem="begins something that is too deep or too long") from error
    return found


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DocumentIsBroken(line=1, problem="begins something in which a name stands twice")
    return found


class _Builder:
    """Builds a document from the parser's events, without recursion and only as far as it is allowed to."""

    def __init__(self) -> None:
        self.open: list[Any] = []
        self.names: list[Any] = []  # of each open mapping: the name that waits for its value
        self.found: Any = _NOTHING
        self.parts = 0

    def build(self, text: str) -> object:
        try:
            for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise DocumentIsBroken(line=line, problem="is not YAML as it should be") from error
        except yaml.YAMLError as error:
            raise DocumentIsBroken(line=1, problem="begins something that is not YAML") from error
        return None if self.found is _NOTHING else self.found

    def _take(self, event: Any) -> None:
        self._refuse_what_is_too_much(event)
        if isinstance(event, yaml.ScalarEvent):
            self._put(_value(event), event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.names.pop()
            self.open.pop()

    def _refuse_what_is_too_much(self, event: Any) -> None:
        self.parts += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _broken(event, "uses an alias; write the text out instead")
        if getattr(event, "tag", None):
            raise _broken(event, "uses a tag; write plain text instead")
        if self.parts > MOST_PARTS:
            raise _broken(event, "goes beyond what a pack can hold")
        if isinstance(event, yaml.DocumentStartEvent) and self.found is not _NOTHING:
            raise _broken(event, "begins a second document")

    def _open(self, container: Any, event: Any) -> None:
        if len(self.open) >= DEEPEST:
            raise _broken(event, "lies too deep")
        self._put(container, event)
        self.open.append(container)
        self.names.append(_NOTHING)

    def _put(self, value: Any, event: Any) -> None:
        if not self.open:
            self.found = value
        elif isinstance(self.open[-1], list):
            self.open[-1].append(value)
        elif self.names[-1] is _NOTHING:
            self._name(value, event)
        else:
            self.open[-1][self.names[-1]] = value
            self.names[-1] = _NOTHING

    def _name(self, value: Any, event: Any) -> None:
        if isinstance(value, (dict, list)):
            raise _broken(event, "has a name that is no text")
        if value in self.open[-1]:
            raise _broken(event, f"has “{str(value)[:60]}” a second time")
        self.names[-1] = value


def _value(event: Any) -> object:
    if not event.implicit[0]:
        return event.value  # in quotes, or as a block: always text
    if event.value in _WORDS:
        return _WORDS[event.value]
    return int(event.value) if _WHOLE.fullmatch(event.value) else event.value


def _broken(event: Any, problem: str) -> DocumentIsBroken:
    return DocumentIsBroken(line=event.start_mark.line + 1, problem=problem)
