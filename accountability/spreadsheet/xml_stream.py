"""XML of strangers, read as a stream: no document type, no entities, no tag longer than allowed, and an end to it."""

from typing import IO, Any
from xml.parsers import expat

from accountability.spreadsheet.rows import FileIsBroken, Limits

CHUNK = 64_000


class Enough(Exception):
    """What was looked for is known, or as much is read as may be."""


class Reader:
    """Told of every tag by its name without namespace, and of the text inside. Subclasses override what they need."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""

    def text(self, text: str) -> None:
        """A piece of text, in as many pieces as the parser likes."""

    def end(self, tag: str) -> None:
        """A tag closes."""


def read_xml(stream: IO[bytes], reader: Reader, *, limits: Limits) -> bool:
    """Read a part to its end, True, or to a limit or to where the reader has enough, False. Raises FileIsBroken."""
    parser = _make_parser(reader, limits)
    fed = 0
    try:
        while chunk := stream.read(CHUNK):
            fed += len(chunk)
            parser.Parse(chunk, False)
            # A tag that does not end would be gathered in memory with all its attributes.
            if fed - max(parser.CurrentByteIndex, 0) > limits.token:
                raise FileIsBroken
            if fed > limits.part:
                return False
        parser.Parse(b"", True)
    except Enough:
        return False
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileIsBroken from error
    return True


def _make_parser(reader: Reader, limits: Limits) -> Any:
    parser = expat.ParserCreate()
    tags = depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal tags, depth
        tags, depth = tags + 1, depth + 1
        if depth > limits.depth:
            raise FileIsBroken
        if tags > limits.tags:
            raise Enough
        reader.begin(_local(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(_local(name))

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = reader.text
    # No spreadsheet program writes one, and entities grow from it.
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(*_declared: object) -> None:
    raise FileIsBroken


def attribute(attributes: dict[str, str], name: str, *, otherwise: str = "") -> str:
    """An attribute whatever its prefix."""
    return next((value for key, value in attributes.items() if _local(key) == name), otherwise)
