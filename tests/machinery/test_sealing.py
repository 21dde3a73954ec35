"""Sealed secrets open only with the key, for the owner and the purpose they were sealed for."""

from typing import Any

import pytest

from accountability.sealing import CannotUnseal, Seal

OLD, NEW = "an old key of the tests 0123456789", "a new key of the tests 0123456789"


def test_what_was_sealed_opens_again() -> None:
    sealed = Seal([NEW]).seal("čšž secret", purpose="totp", owner=1)
    assert "secret" not in sealed
    assert Seal([NEW]).unseal(sealed, purpose="totp", owner=1) == "čšž secret"


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert Seal([NEW]).seal("x", purpose="p", owner=1) != Seal([NEW]).seal("x", purpose="p", owner=1)


def test_after_rotation_old_seals_open_and_new_ones_use_the_new_key() -> None:
    old = Seal([OLD]).seal("x", purpose="p", owner=1)
    assert Seal([NEW, OLD]).unseal(old, purpose="p", owner=1) == "x"
    with pytest.raises(CannotUnseal):
        Seal([OLD]).unseal(Seal([NEW, OLD]).seal("x", purpose="p", owner=1), purpose="p", owner=1)


@pytest.mark.parametrize("moved", [{"owner": 2}, {"purpose": "oidc"}])
def test_moved_to_another_row_or_column_it_does_not_open(moved: dict[str, Any]) -> None:
    sealed = Seal([NEW]).seal("x", purpose="totp", owner=1)
    with pytest.raises(CannotUnseal):
        Seal([NEW]).unseal(sealed, **({"purpose": "totp", "owner": 1} | moved))


@pytest.mark.parametrize("bent", ["", "1.", "2.AAAA", "1.AAAA", "1.!!", "nonsense"])
def test_nonsense_does_not_open(bent: str) -> None:
    with pytest.raises(CannotUnseal):
        Seal([NEW]).unseal(bent, purpose="p", owner=1)


def test_one_changed_letter_does_not_open() -> None:
    sealed = Seal([NEW]).seal("a longer secret", purpose="p", owner=1)
    bent = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(CannotUnseal):
        Seal([NEW]).unseal(bent, purpose="p", owner=1)
