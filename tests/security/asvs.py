"""What holds of OWASP's verification standard (ASVS 5.0.0): one row for each requirement, with where it is shown.

The table is `asvs.csv`: ids and our own words, none of OWASP's. `python -m tests.security.asvs` sums it up.
Source of ids and levels: OWASP/ASVS, 5.0/docs_en, 345 requirements, of which level 1 has 70 and level 2 adds 183.
"""

import ast
import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("asvs.csv")
STATUSES = ("met", "partly", "open", "not applicable")
# Requirements of levels 1 and 2 in each chapter.
COUNTS = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)
CHAPTERS = {f"V{number}": count for number, count in enumerate(COUNTS, 1)}
LEVELS = {"1": 70, "2": 183, "3": 24}
# Of level 3, what a shared service for people at risk needs.
CHOSEN = {
    *("V1.2.10", "V1.3.12", "V2.3.5", "V2.4.2", "V3.4.7", "V3.4.8", "V3.5.8", "V4.1.4", "V5.2.4", "V5.2.6", "V5.3.3"),
    *("V6.3.7", "V6.3.8", "V7.5.3", "V8.3.2", "V8.4.2", "V13.1.2", "V13.1.3", "V13.2.6", "V14.2.7", "V14.2.8"),
    *("V15.4.1", "V15.4.2", "V16.5.4"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One requirement; `evidence` are ids of tests (path::name) and lines of documents (path#heading)."""

    requirement: str
    level: str
    status: str
    evidence: tuple[str, ...]
    note: str

    @property
    def chapter(self) -> str:
        """Such as V6."""
        return self.requirement.partition(".")[0]


def read_table(path: Path = TABLE) -> list[Row]:
    """The rows as they stand in the file."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Row(
                requirement=each["requirement"],
                level=each["level"],
                status=each["status"],
                evidence=tuple(part.strip() for part in each["evidence"].split(";") if part.strip()),
                note=each["note"],
            )
            for each in csv.DictReader(file)
        ]


def list_faults(rows: list[Row]) -> list[str]:
    """Everything that is wrong with the table, in words; empty when it holds."""
    return [*_wrong_rows(rows), *(fault for row in rows for fault in _faults_of(row))]


def _wrong_rows(rows: list[Row]) -> list[str]:
    twice = [f"{name} stands there {count} times" for name, count in Counter(row.requirement for row in rows).items() if count > 1]
    levels = Counter(row.level for row in rows)
    faults = [f"level {level} has {levels[level]} rows, not {count}" for level, count in LEVELS.items() if levels[level] != count]
    chapters = Counter(row.chapter for row in rows if row.level != "3")
    faults += [f"{name} has {chapters[name]} rows, not {count}" for name, count in CHAPTERS.items() if chapters[name] != count]
    strange = {row.requirement for row in rows if row.level == "3"} ^ CHOSEN
    return twice + faults + [f"{name} of level 3 is missing or was not chosen" for name in sorted(strange)]


def _faults_of(row: Row) -> list[str]:
    faults = [f"{row.requirement}: {place} does not exist" for place in row.evidence if not exists(place)]
    if not re.fullmatch(r"V\d+(\.\d+){2}", row.requirement) or row.status not in STATUSES:
        faults.append(f"{row.requirement}: no such requirement or status")
    if row.status in ("met", "partly") and not row.evidence:
        faults.append(f"{row.requirement}: {row.status} without evidence")
    if row.status != "met" and not row.note:
        faults.append(f"{row.requirement}: {row.status} without a reason")
    return faults


def exists(place: str) -> bool:
    """Whether there is such a test (path::name) or heading (path#heading, as in an address)."""
    path, separator, name = place.partition("::") if "::" in place else place.partition("#")
    if not (ROOT / path).is_file():
        return False
    return name in (_tests_in(path) if separator == "::" else _headings_in(path))


@cache
def _tests_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@cache
def _headings_in(path: str) -> set[str]:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    titles = [line.lstrip("#").strip().lower() for line in lines if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def sum_up(rows: list[Row]) -> str:
    """Counts in all, and by chapter."""
    lines = [f"{'':8}{'rows':>6}{'applicable':>12}" + "".join(f"{status:>8}" for status in STATUSES[:3])]
    for name, part in [("all", rows), *((name, [row for row in rows if row.chapter == name]) for name in CHAPTERS)]:
        counts = Counter(row.status for row in part)
        applicable = len(part) - counts["not applicable"]
        lines.append(f"{name:8}{len(part):>6}{applicable:>12}" + "".join(f"{counts[status]:>8}" for status in STATUSES[:3]))
    return "\n".join(lines)


if __name__ == "__main__":
    print(sum_up(read_table()))
    print(*("", "Partly or open:"), sep="\n")
    print(*(f"{row.requirement:9}{row.status:8}{row.note}" for row in read_table() if row.status in ("partly", "open")), sep="\n")
