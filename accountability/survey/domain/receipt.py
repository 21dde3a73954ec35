"""The receipt code: 16 digits that lead to a survey's public page, computed whenever needed and never stored.

6 digits name the survey, 5 come from the submission key, 5 prove that we gave the code out: guessing a survey from its
receipt costs 100,000 tries for each one, and a slip of the finger is noticed. It never leads to an answer.
"""

import hmac
import unicodedata
from hashlib import sha256

from accountability.survey.domain.refusals import ReceiptIsMistyped
from accountability.survey.domain.values import SurveyCode

PREFIX_DIGITS, OWN_DIGITS, CHECK_DIGITS = 6, 5, 5
DIGITS = PREFIX_DIGITS + OWN_DIGITS + CHECK_DIGITS


def write_receipt(secret: bytes, *, prefix: str, code: SurveyCode, submission_key: str) -> str:
    """The code for one submission, in groups of four: the same key always gets the same code."""
    own = _digits(secret, "receipt", f"{code} {submission_key}", OWN_DIGITS)
    digits = prefix + own + _digits(secret, "receipt-check", prefix + own, CHECK_DIGITS)
    return " ".join(digits[start : start + 4] for start in range(0, DIGITS, 4))


def read_receipt(secret: bytes, typed: str) -> str:
    """The survey's part of a typed code, in any script's digits and any grouping; ReceiptIsMistyped."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in typed if unicodedata.digit(sign, None) is not None)
    payload, check = digits[:-CHECK_DIGITS], digits[-CHECK_DIGITS:]
    expected = _digits(secret, "receipt-check", payload, CHECK_DIGITS)
    if len(digits) != DIGITS or not hmac.compare_digest(check, expected):
        raise ReceiptIsMistyped
    return digits[:PREFIX_DIGITS]


def hash_key(secret: bytes, *, code: SurveyCode, submission_key: str) -> str:
    """What is kept of a submission key: enough to know it again, useless for finding the receipt or the answer."""
    return keyed_hash(secret, "submission", f"{code} {submission_key}").hexdigest()


def keyed_hash(secret: bytes, purpose: str, message: str) -> "hmac.HMAC":
    """HMAC-SHA-256, apart for each purpose."""
    return hmac.new(secret, f"{purpose}\0{message}".encode(), sha256)


def _digits(secret: bytes, purpose: str, message: str, length: int) -> str:
    number = int.from_bytes(keyed_hash(secret, purpose, message).digest(), "big")
    return str(number % 10**length).zfill(length)
