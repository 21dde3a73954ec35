"""How the log is written: one line of JSON for each thing said, in UTC, so that no text can pass for a line of its own."""

import json
import logging
import time

FORMAT_OF_TIME = "%Y-%m-%dT%H:%M:%SZ"


class OneLine(logging.Formatter):
    """`at`, `level`, `from` (the module) and `says`, which holds the way that led to an error too."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        says = record.getMessage() + (f"\n{self.formatException(record.exc_info)}" if record.exc_info else "")
        line = {"at": self.formatTime(record, FORMAT_OF_TIME), "level": record.levelname, "from": record.name, "says": says}
        return json.dumps(line, ensure_ascii=True)


def install() -> None:
    """Write what the product says to standard error, whatever process it runs in; once is enough."""
    ours = logging.getLogger("accountability")
    if not any(isinstance(handler.formatter, OneLine) for handler in ours.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(OneLine())
        ours.addHandler(handler)
    ours.setLevel(logging.INFO)
