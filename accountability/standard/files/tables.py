"""Key actions and translations as rows of a table, for people who work in spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from accountability.spreadsheet.rows import Cell, Finding, Limits
from accountability.spreadsheet.separated import read_separated, write_separated
from accountability.standard.domain import LEVELS, KeyAction, Pack, PackIsBroken, Problem, read_pack
from accountability.standard.domain.texts import Translation, texts_of
from accountability.standard.domain.writing import write_pack
from accountability.standard.files.documents import FileIsTooLarge

LIMITS = Limits(size=900_000, rows=5_000, columns=40)
_LEFT_OUT = {Finding.ROWS_LEFT_OUT, Finding.COLUMNS_LEFT_OUT, Finding.LONG_TEXT}
_TEXTS = ("text", "guiding_question", "knows_policy_question", "provenance", "review_status")
_LEVELS = tuple(f"level_{level}" for level in LEVELS)
_NEXT = tuple(name for level in LEVELS[:-1] for name in (f"suggestion_{level}", f"effort_{level}"))
COLUMNS = (
    *("commitment", "slug", "kind", "quick_scan", "text", "guiding_question"),
    *_LEVELS,
    *("evidence_examples", "knows_policy_question", "weight", "needs_evidence_from"),
    *_NEXT,
    *("provenance", "review_status"),
)
TRANSLATION_COLUMNS = ("address", "original", "translation")


def write_key_actions(pack: Pack) -> bytes:
    """The key actions of a pack as CSV, one to a row; examples of evidence stand on lines of their own."""
    return write_separated([COLUMNS, *(_row_of(action) for action in pack.key_actions)])


def _row_of(action: KeyAction) -> list[str]:
    cells = {
        "commitment": str(action.commitment),
        "slug": str(action.slug),
        "kind": action.kind.value,
        "quick_scan": "yes" if action.is_quick else "no",
        "evidence_examples": "\n".join(action.evidence_examples),
        "weight": str(action.weight),
        "needs_evidence_from": "never" if action.needs_evidence_from is None else str(action.needs_evidence_from),
        **{name: str(getattr(action, name)) for name in _TEXTS},
        **dict(zip(_LEVELS, action.descriptors, strict=True)),
        **{f"suggestion_{level}": each.text for level, each in action.suggestions},
        **{f"effort_{level}": each.effort.value for level, each in action.suggestions},
    }
    return [cells.get(column, "") for column in COLUMNS]


def read_key_actions(raw: bytes, base: Pack) -> Pack:
    """The base with the key actions of a CSV file in place of its own; what has no column stays with the slug it had.

    Raises PackIsBroken with all problems, or what reading CSV raises.
    """
    rows = _rows(raw, COLUMNS[:6])
    content = write_pack(base)
    problems = _place(rows, content["commitments"])
    return _read_or_refuse(content, problems)


def _place(rows: Iterable[tuple[int, dict[str, str]]], commitments: dict[str, Any]) -> list[Problem]:
    problems = []
    before = {each["slug"]: each for commitment in commitments.values() for each in commitment["key_actions"]}
    for commitment in commitments.values():
        commitment["key_actions"] = []
    for number, cells in rows:
        home = commitments.get(cells.get("commitment", ""))
        if home is None:
            problems.append(
                Problem(item=f"row {number}", problem=f"names the unknown commitment “{cells.get('commitment', '')[:60]}”")
            )
            continue
        rules = before.get(cells["slug"], {}).get("left_out_for")
        home["key_actions"].append(_entries(cells) | ({"left_out_for": rules} if rules else {}))
    return problems


def _entries(cells: Mapping[str, str]) -> dict[str, Any]:
    examples = [line.strip() for line in cells.get("evidence_examples", "").splitlines() if line.strip()]
    wants = cells.get("needs_evidence_from", "")
    entries: dict[str, Any] = {
        "slug": cells.get("slug", ""),
        "kind": cells.get("kind", "").casefold(),
        "quick_scan": {"yes": True, "no": False}.get(cells.get("quick_scan", "").casefold()),
        "descriptors": {str(level): cells.get(name, "") for level, name in enumerate(_LEVELS)},
        "evidence_examples": examples,
        "suggestions": _suggestions(cells),
        **{name: cells.get(name, "") for name in _TEXTS},
        "weight": cells.get("weight", ""),
        "needs_evidence_from": int(wants) if wants in {str(level) for level in LEVELS} else wants,
    }
    return {name: value for name, value in entries.items() if value not in ("", [], {}, None)}


def _suggestions(cells: Mapping[str, str]) -> dict[str, dict[str, str]]:
    pairs = {
        str(level): {"text": cells.get(f"suggestion_{level}", ""), "effort": cells.get(f"effort_{level}", "")} for level in LEVELS
    }
    return {level: pair for level, pair in pairs.items() if any(pair.values())}


def _read_or_refuse(content: dict[str, Any], problems: Sequence[Problem]) -> Pack:
    try:
        pack = read_pack(content["pack"], content["commitments"])
    except PackIsBroken as refusal:
        problems = [*problems, *refusal.problems]
    if problems:
        raise PackIsBroken(item=problems[0].item, problem=problems[0].problem, more=problems[1:])
    return pack


def write_translations(originals: Mapping[str, str], translations: Mapping[str, Translation]) -> bytes:
    """A version's sentences beside what there is of them in a language, one to a row."""
    texts = ((address, original, translations.get(address)) for address, original in originals.items())
    rows = [(address, original, found.text if found else "") for address, original, found in texts]
    return write_separated([TRANSLATION_COLUMNS, *rows])


def read_translations(raw: bytes, pack: Pack) -> dict[str, str]:
    """Translations by address; rows without one are left out. Raises PackIsBroken with all problems, or what reading CSV raises."""
    originals = texts_of(pack)
    found: dict[str, str] = {}
    problems = []
    for number, cells in _rows(raw, TRANSLATION_COLUMNS):
        address, problem = cells["address"], ""
        if address not in originals:
            problem = f"names the unknown place “{address[:60]}”"
        elif address in found:
            problem = f"names “{address[:60]}” a second time"
        elif " ".join(cells["original"].split()) != " ".join(originals[address].split()):
            problem = f"was translated from a sentence of {address} that reads differently now"
        if problem:
            problems.append(Problem(item=f"row {number}", problem=problem))
        elif cells["translation"]:
            found[address] = cells["translation"]
    if problems:
        raise PackIsBroken(item=problems[0].item, problem=problems[0].problem, more=problems[1:])
    return found


def _lines(raw: bytes) -> tuple[tuple[Cell, ...], ...]:
    if len(raw) > LIMITS.size:
        raise FileIsTooLarge(most=LIMITS.size // 1000)
    read = read_separated(raw, limits=LIMITS)
    if any(remark.finding in _LEFT_OUT for remark in read.remarks):
        raise PackIsBroken(item="the file", problem="has more rows, more columns or longer texts than a pack can hold")
    return read.sheets[0].rows


def _rows(raw: bytes, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows below the headings by name of their column, in any order of columns, counted as a spreadsheet counts them."""
    lines = _lines(raw)
    names = [cell.text.strip().casefold().replace(" ", "_") for cell in lines[0]] if lines else []
    missing = [name for name in needed if name not in names]
    if missing:
        raise PackIsBroken(item="the first row", problem=f"needs the headings {', '.join(missing)}")
    for number, line in enumerate(lines[1:], start=2):
        cells = {name: cell.text.strip() for name, cell in zip(names, line, strict=False)}
        if any(cells.values()):
            yield number, dict.fromkeys(names, "") | cells
