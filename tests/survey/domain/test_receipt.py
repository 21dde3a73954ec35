"""The receipt code: always the same, never stored, and hard to mistype or to guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.survey import domain
from accountability.survey.domain import hash_key, read_receipt, write_receipt

SECRET = b"a secret of the installation"
RECEIPT = write_receipt(SECRET, prefix="012345", code="abc", submission_key="k1")


def test_a_receipt_is_sixteen_digits_in_groups_of_four():
    assert [len(group) for group in RECEIPT.split(" ")] == [4, 4, 4, 4]
    assert RECEIPT.replace(" ", "").isdigit()


@given(st.text(min_size=1), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_every_receipt_leads_back_to_its_survey(key, prefix):
    assert read_receipt(SECRET, write_receipt(SECRET, prefix=prefix, code="abc", submission_key=key)) == prefix


def test_sending_again_gives_the_same_receipt_and_another_form_another():
    assert write_receipt(SECRET, prefix="012345", code="abc", submission_key="k1") == RECEIPT
    assert write_receipt(SECRET, prefix="012345", code="abc", submission_key="k2") != RECEIPT


@pytest.mark.parametrize("typed", [RECEIPT.replace(" ", ""), RECEIPT.replace(" ", "-"), f" {RECEIPT} "])
def test_grouping_does_not_matter(typed):
    assert read_receipt(SECRET, typed) == "012345"


def test_arabic_digits_are_digits():
    assert read_receipt(SECRET, RECEIPT.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == "012345"


@pytest.mark.parametrize("place", range(16))
def test_one_wrong_digit_is_noticed(place):
    digits = RECEIPT.replace(" ", "")
    for other in set("0123456789") - {digits[place]}:
        with pytest.raises(domain.ReceiptIsMistyped):
            read_receipt(SECRET, digits[:place] + other + digits[place + 1 :])


@pytest.mark.parametrize("typed", ["", "1234", RECEIPT + " 1", "not a code"])
def test_a_code_of_another_length_is_refused(typed):
    with pytest.raises(domain.ReceiptIsMistyped):
        read_receipt(SECRET, typed)


def test_another_installation_s_receipt_is_refused():
    with pytest.raises(domain.ReceiptIsMistyped):
        read_receipt(b"another secret", RECEIPT)


def test_the_kept_hash_of_a_key_holds_neither_key_nor_receipt():
    kept = hash_key(SECRET, code="abc", submission_key="k1")
    assert "k1" not in kept
    assert RECEIPT.replace(" ", "")[6:11] not in kept


def test_the_kept_hash_differs_between_surveys():
    assert hash_key(SECRET, code="abc", submission_key="k") != hash_key(SECRET, code="abd", submission_key="k")
