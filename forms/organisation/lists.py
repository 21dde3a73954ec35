"""A list of people to invite, read from CSV as spreadsheets write it: with commas, semicolons or tabs, with or without a mark."""

import csv
import io

from email_validator import EmailNotValidError, validate_email

from accountability.language import LANGUAGES
from accountability.organisation import domain
from forms.fields import tidy

MOST_BYTES = 100_000
COLUMNS = {
    "email": {"email", "e-mail", "mail", "mail address", "email address", "e-mail address"},
    "role": {"role"},
    "name": {"name"},
    "language": {"language"},
}


def read_text(raw: bytes) -> str:
    """The text of a file. Refuses ListIsTooLarge or ListIsNotText."""
    if len(raw) > MOST_BYTES:
        raise domain.ListIsTooLarge(most=MOST_BYTES // 1000)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise domain.ListIsNotText from error
    if "\0" in text:
        raise domain.ListIsNotText
    return text


def read_rows(text: str) -> list[domain.Row]:
    """The people on the list, each cell as text whatever it looks like.

    Refuses ColumnsAreMissing, ListIsUnreadable, ListIsEmpty, ListIsTooLong or what read_text refuses.
    """
    text = read_text(text.encode(errors="surrogatepass")).strip()
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    try:
        lines = [[tidy(cell) for cell in line] for line in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)]
    except csv.Error as error:
        raise domain.ListIsUnreadable from error
    filled = [line for line in lines if any(line)]
    places = _places(filled[0] if filled else [])
    if len(filled) < 2:
        raise domain.ListIsEmpty
    if len(filled) - 1 > domain.MOST_ROWS:
        raise domain.ListIsTooLong(most=domain.MOST_ROWS, rows=len(filled) - 1)
    return [_row(number, line, places) for number, line in enumerate(filled[1:], start=1)]


def _places(headings: list[str]) -> dict[str, int]:
    called = [heading.casefold() for heading in headings]
    found = {column: called.index(name) for column, names in COLUMNS.items() for name in called if name in names}
    if not {"email", "role"} <= set(found):
        raise domain.ColumnsAreMissing
    return found


def _row(number: int, line: list[str], places: dict[str, int]) -> domain.Row:
    cells = {column: line[place] if place < len(line) else "" for column, place in places.items()}
    email = cells["email"].lower()
    return domain.Row(
        number=number,
        name=" ".join(cells.get("name", "").split()),
        email=email,
        role=cells["role"],
        language=_code_of(cells.get("language", "")),
        is_address=_is_address(email),
    )


def _code_of(language: str) -> str:
    """The code of a language that is named by its code or its own name; what is neither stays as it is."""
    wanted = language.casefold()
    return next((each.code for each in LANGUAGES.values() if wanted in (each.code, each.name.casefold())), wanted)


def _is_address(email: str) -> bool:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(email) <= domain.ADDRESS_LENGTH
