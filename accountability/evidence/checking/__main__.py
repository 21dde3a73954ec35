"""Checks one file in a process that may use little time and memory: the file comes in, what became of it goes out.

Whatever a file does to the libraries that read it, it does here: no secret, no connection and no path of the product is known.
`python -m accountability.evidence.checking <name>` answers with one line of JSON, followed by the cleaned file.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY = 900_000_000  # bytes of address space, the interpreter and its libraries included
SECONDS = 20  # of the processor


def main(name: str) -> None:
    """Answer for the file on the standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not before the limits stand.
    from accountability.evidence.checking.cleaning import clean
    from accountability.evidence.domain.kinds import CannotBeCleaned, Fault, FileIsRefused

    said: dict[str, object] = {}
    content = b""
    try:
        checked = clean(sys.stdin.buffer.read(), name)
        said, content = {"kind": checked.kind, "found": checked.found}, checked.content
    except FileIsRefused as error:
        said = {"fault": error.fault}
    except CannotBeCleaned as error:
        said = {"kind": error.kind, "why": error.why}
    except (MemoryError, RecursionError):
        said = {"fault": Fault.TOO_MUCH_INSIDE}
    used = resource.getrusage(resource.RUSAGE_SELF)
    said |= {"peak": _peak(), "seconds": used.ru_utime + used.ru_stime}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)


def _peak() -> int:
    """The most memory this process held, in kilobytes, as Linux tells; elsewhere 0. Not what it inherited before it began."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main(sys.argv[1])
