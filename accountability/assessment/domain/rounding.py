"""Exact numbers as people write them: a half goes up, and only at the very end."""

import math
from fractions import Fraction

HALF = Fraction(1, 2)
TEN = 10


def nearest(value: Fraction) -> int:
    """The nearest whole number; of two that are equally near, the higher."""
    return math.floor(value + HALF)


def one_decimal(value: Fraction) -> str:
    """With one decimal, as by hand: 5 ÷ 4 is 1.3. Of a number below 0 the size is rounded, so that up and down read alike."""
    tenths = nearest(abs(value) * TEN)
    sign = "-" if value < 0 and tenths else ""
    return f"{sign}{tenths // TEN}.{tenths % TEN}"
