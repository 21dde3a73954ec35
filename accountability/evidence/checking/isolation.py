"""Has a file checked by a process of its own, which is ended when it takes too long."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accountability.evidence.checking.sniffing import is_plain, sniff
from accountability.evidence.domain.kinds import CannotBeCleaned, Fault, FileIsRefused, Found, Kind, Why
from accountability.evidence.domain.values import Checked

ROOT = Path(__file__).parents[3]
PATIENCE = 30  # seconds
# Nothing of our own environment goes along: it holds keys and addresses.
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
COMMAND = (sys.executable, "-m", "accountability.evidence.checking")


@dataclass(frozen=True)
class Answer:
    """What the process said; `peak` is the most memory it held, in kilobytes."""

    said: dict[str, Any]
    content: bytes

    @property
    def peak(self) -> int:
        return int(str(self.said["peak"]))


def check_apart(content: bytes, name: str) -> Checked:
    """The file as it may be handed out. Raises FileIsRefused or CannotBeCleaned."""
    if is_plain(content):
        return Checked(kind=sniff(content, name), content=content)
    answer = ask(content, name)
    said = answer.said
    if "fault" in said:
        raise FileIsRefused(Fault(str(said["fault"])))
    kind = Kind(str(said["kind"]))
    if "why" in said:
        raise CannotBeCleaned(kind, Why(str(said["why"])))
    return Checked(kind=kind, content=answer.content, found=tuple(Found(each) for each in said["found"]))


def ask(content: bytes, name: str) -> Answer:
    """What the process says of a file. One that dies or hangs over it has met a file that is not taken."""
    try:
        done = subprocess.run(
            [*COMMAND, *_arguments(name)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
    except subprocess.TimeoutExpired:
        return Answer({"fault": Fault.TOO_LONG, "peak": 0}, b"")
    line, _, cleaned = done.stdout.partition(b"\n")
    if done.returncode or not line:
        return Answer({"fault": Fault.TOO_MUCH_INSIDE, "peak": 0}, b"")
    return Answer(json.loads(line), cleaned)


def _arguments(name: str) -> tuple[str, ...]:
    """The name tells one kind of text from another; what no program takes as a word is left out."""
    return (name.replace("\0", ""),)
