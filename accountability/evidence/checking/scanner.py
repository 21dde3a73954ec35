"""Asking a clamd whether a file is infected, over its own protocol (INSTREAM)."""

import socket
import struct

CHUNK = 1 << 16
PATIENCE = 30  # seconds
MOST_ANSWER = 4_096  # bytes
DEFAULT_PORT = 3310


class ScannerIsAway(Exception):
    """Nobody looked: the scanner cannot be reached, or gave no answer that means anything."""


def is_infected(content: bytes, address: str) -> bool:
    """Whether the scanner at host:port (or tcp://host:port) knows something bad in it. Raises ScannerIsAway."""
    host, _, port = address.removeprefix("tcp://").rstrip("/").rpartition(":")
    try:
        place = (host or port, int(port) if host else DEFAULT_PORT)
        with socket.create_connection(place, timeout=PATIENCE) as line:
            answer = _ask(line, content)
    except (OSError, ValueError) as error:
        raise ScannerIsAway(type(error).__name__) from error
    if answer.endswith(b" FOUND"):
        return True
    if answer.endswith(b" OK"):
        return False
    raise ScannerIsAway(answer.decode("ascii", "replace"))


def _ask(line: socket.socket, content: bytes) -> bytes:
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CHUNK):
        part = content[start : start + CHUNK]
        line.sendall(struct.pack("!L", len(part)) + part)
    line.sendall(struct.pack("!L", 0))
    answer = b""
    while b"\0" not in answer and len(answer) < MOST_ANSWER and (part := line.recv(MOST_ANSWER)):
        answer += part
    return answer.partition(b"\0")[0].strip()
