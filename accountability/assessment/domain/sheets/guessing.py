"""What the columns, scores and rows of a foreign sheet probably mean. Guesses only: the person sees and changes them.

The field's incumbent sheet goes through each commitment and sub-point with evidence of progress, a score of capacity and areas of
improvement; its scale and its language differ from one organisation to the next.
"""

import enum
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from accountability.spreadsheet.rows import Cell
from accountability.standard.domain import Commitment

SEARCHED = 20  # rows in which headings are looked for
MOST_HEADING = 80  # letters; longer is a text, not a heading
HIGHEST_OF_FIVE = 5
LONG_PART = 8  # letters of a title that are enough to know it by


class Meaning(enum.Enum):
    """What a column of a foreign sheet can be."""

    COMMITMENT = "commitment"
    KEY_ACTION = "key-action"
    SCORE = "score"
    EVIDENCE = "evidence"
    AREAS = "areas"
    NOTE = "note"


TEXTS = (Meaning.EVIDENCE, Meaning.NOTE, Meaning.AREAS)
ONCE = (Meaning.COMMITMENT, Meaning.KEY_ACTION, Meaning.SCORE)
# Beginnings of words in English, Serbian (both scripts), Macedonian, Albanian and Spanish, without marks over letters.
# The first that fits counts: "areas of improvement of evidence" is about areas.
STEMS: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.AREAS: (
        *("improve", "areas", "gap", "next step", "way forward", "mejora", "brecha", "poboljs", "unapred", "unapređ"),
        *("побољш", "унапре", "подобр", "përmir", "permir"),
    ),
    Meaning.SCORE: (
        *("score", "level", "rating", "rate", "points", "mark", "capacity", "puntaj", "puntuac", "calific", "nivel", "capacidad"),
        *("ocen", "ocjen", "nivo", "rezultat", "kapacit", "оцен", "ниво", "резултат", "капацит", "pike", "vlersim", "vleresim"),
        *("nivel", "rezultat", "kapacitet"),
    ),
    Meaning.EVIDENCE: (
        *("evidence", "proof", "progress", "document", "evidenc", "prueba", "avance", "dokaz", "napred", "доказ", "напред"),
        *("deshmi", "prova", "provë", "dokument", "документ"),
    ),
    Meaning.NOTE: (
        *("note", "comment", "remark", "nota", "comentari", "observac", "napomen", "komentar", "напомен", "коментар", "белеш"),
        *("забелеш", "shenim", "koment"),
    ),
    Meaning.KEY_ACTION: (
        *("sub-point", "subpoint", "sub point", "sub-commit", "key action", "action", "indicator", "item", "question", "criteri"),
        *("subpunto", "accion", "indicador", "pregunta", "podtack", "kljucn", "pokazatelj", "indikator", "pitanj", "подтачк"),
        *("кључн", "показат", "питањ", "клучн", "дејств", "индикатор", "прашањ", "подточк", "nenpik", "veprim", "tregues", "pyetj"),
        *("code", "codigo", "sifra", "шифра"),
    ),
    Meaning.COMMITMENT: (
        *("commitment", "compromiso", "posvecen", "obavez", "opredelj", "посвећен", "обавез", "опредељ", "посветен", "обврск"),
        *("zotim", "angazhim", "standard", "estandar"),
    ),
}
NOT_APPLICABLE = (
    "n/a",
    "na",
    "n.a.",
    "not applicable",
    "no aplica",
    "nije primenljivo",
    "није примењиво",
    "неприменливо",
    "nuk zbatohet",
)
DONT_KNOW = ("don't know", "dont know", "?", "no se", "ne znam", "не знам", "nuk e di")
NUMBER = re.compile(r"\d{1,3}")
# The order of a sub-point: the b of 1b, 1.b or c01-b; the second 2 of 2.2; the 3 of "3. We ask"; the b of b) or (b).
ORDERS = tuple(
    re.compile(order)
    for order in (
        r"[a-z ]{0,20}?\d{1,2}[.\-_/]?([a-z])(?![a-z])",
        r"[a-z ]{0,20}?\d{1,2} ?[.\-_/] ?(\d{1,2})(?!\d)",
        r"(\d{1,2})(?!\d)",
        r"\(?([a-z])[).]",
    )
)
OWN_NUMBER = re.compile(r"(?:\D{0,20}?)0?(\d{1,2})\b")


def plain(text: str) -> str:
    """Text without case, marks over letters and superfluous spaces, to compare words by."""
    taken_apart = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    kept = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", kept).split())


_STEMS = {meaning: tuple(plain(stem) for stem in stems) for meaning, stems in STEMS.items()}


def guess_meaning(heading: str) -> Meaning | None:
    """What a column under this heading probably holds."""
    said = f" {plain(heading)}"
    if not heading.strip() or len(heading) > MOST_HEADING:
        return None
    return next((meaning for meaning, stems in _STEMS.items() if any(f" {stem}" in said for stem in stems)), None)


def guess_headings(rows: Sequence[Sequence[Cell]]) -> int:
    """The place, from 0, of the row that is most likely the headings; the first filled one when none is."""

    def meanings(place: int) -> int:
        return len({meaning for cell in rows[place] if (meaning := guess_meaning(cell.text))})

    places = [place for place in range(min(len(rows), SEARCHED)) if any(cell.text for cell in rows[place])]
    return max(places, key=lambda place: (meanings(place), -place), default=0)


def guess_columns(headings: Sequence[Cell]) -> dict[int, Meaning]:
    """Column, from 0, → its probable meaning. What only one column can be goes to the first that fits."""
    found: dict[int, Meaning] = {}
    for place, cell in enumerate(headings):
        meaning = guess_meaning(cell.text)
        if meaning and not (meaning in ONCE and meaning in found.values()):
            found[place] = meaning
    return found


def guess_levels(scores: Iterable[str]) -> dict[str, str]:
    """Score as written → the probable answer ("0" to "4", "not applicable", "don't know"), or "" where nobody can tell.

    Whole numbers from 0 to 4 are taken as they are; where a 5 stands and no 0, 1 to 5 become 0 to 4. Nothing is rounded.
    """
    scores = list(scores)
    whole = {int(score) for score in scores if NUMBER.fullmatch(score)}
    down = 1 if whole and max(whole) == HIGHEST_OF_FIVE and min(whole) > 0 else 0
    return {score: _guess_level(score, down=down) for score in scores}


def _guess_level(score: str, *, down: int) -> str:
    if plain(score) in NOT_APPLICABLE:
        return "not applicable"
    if plain(score) in DONT_KNOW:
        return "don't know"
    is_level = NUMBER.fullmatch(score) and 0 <= int(score) - down < HIGHEST_OF_FIVE
    return str(int(score) - down) if is_level else ""


def guess_commitment(text: str, commitments: Sequence[Commitment]) -> Commitment | None:
    """The commitment that a text names, by its title or by a number in its beginning."""
    said = plain(text)
    named = next((each for each in commitments if plain(each.title) in said or _is_long_part(said, plain(each.title))), None)
    found = OWN_NUMBER.match(said)
    numbered = next((each for each in commitments if found and each.number == int(found[1])), None)
    return named or numbered


def _is_long_part(said: str, title: str) -> bool:
    return len(said) >= LONG_PART and said in title


def guess_key_action(texts: Sequence[str], commitment: Commitment | None, *, commitments: Sequence[Commitment]) -> str | None:
    """The key action that a row's texts name: by its code, by its words, or by its order within the commitment (1.2, 1b, 2)."""
    said = [plain(text) for text in texts]
    for each in (action for one in commitments for action in one.key_actions):
        if any(plain(each.slug) in words.split() or plain(each.text) == words for words in said):
            return str(each.slug)
    if commitment is None:
        return None
    found = next((match for words in said for order in ORDERS if (match := order.match(words))), None)
    if found is None:
        return None
    place = int(found[1]) - 1 if found[1].isdigit() else ord(found[1]) - ord("a")
    return str(commitment.key_actions[place].slug) if 0 <= place < len(commitment.key_actions) else None


def distinct(scores: Iterable[str]) -> list[str]:
    """The scores that occur, the most frequent first."""
    return [score for score, _ in Counter(score for score in scores if score).most_common()]
