"""Codes, recovery codes and passkeys on paper."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest

from accountability.identity.domain import factors, passkeys

AT = datetime(2026, 5, 4, 12, 0, 15, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HALF = timedelta(seconds=30)
STEP = int(AT.timestamp()) // 30


@pytest.mark.parametrize(("shift", "found"), [(-2, None), (-1, STEP - 1), (0, STEP), (1, STEP + 1), (2, None)])
def test_a_code_counts_half_a_minute_before_and_after(shift: int, found: int | None) -> None:
    assert factors.right_step(SECRET, pyotp.TOTP(SECRET).at(AT + shift * HALF), at=AT) == found


@pytest.mark.parametrize(("after", "counts"), [(STEP - 1, True), (STEP, False), (STEP + 1, False)])
def test_a_code_of_a_used_or_earlier_half_minute_never_counts_again(after: int, counts: bool) -> None:
    assert (factors.right_step(SECRET, factors.code_at(SECRET, at=AT), at=AT, after=after) is not None) is counts


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}{1}\n"])
def test_spaces_and_dashes_in_a_code_do_not_matter(typed: str) -> None:
    code = factors.code_at(SECRET, at=AT)
    assert factors.right_step(SECRET, typed.format(code[:3], code[3:]), at=AT)


def test_what_is_no_code_is_wrong() -> None:
    assert [factors.right_step(SECRET, typed, at=AT) for typed in ("", "000", "čšž", "१२३४५६")] == [None] * 4


def test_secrets_are_long_random_and_shown_in_groups_of_four() -> None:
    first, second = factors.new_secret(), factors.new_secret()
    assert first != second
    assert len(first) * 5 >= 160
    assert re.fullmatch(r"([A-Z2-7]{4} )*[A-Z2-7]{4}", factors.secret_in_groups(first))


def test_the_picture_says_whose_code_it_is() -> None:
    said = factors.address_of_secret(SECRET, email="ana@example.org")
    assert said.startswith(f"otpauth://totp/{factors.ISSUER}:ana%40example.org?secret={SECRET}")


@pytest.mark.parametrize(
    ("failures", "minutes", "waits"), [(4, 0, False), (5, 14, True), (5, 15, False), (6, 0, False), (10, 29, True)]
)
def test_five_wrong_codes_make_a_pause_that_ends_by_itself(failures: int, minutes: int, waits: bool) -> None:
    failed_at = AT - timedelta(minutes=minutes)
    assert factors.must_wait(failures=failures, failed_at=failed_at, at=AT) is waits


def test_recovery_codes_are_ten_different_long_and_easy_to_type() -> None:
    codes = factors.new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([2-9a-hjkmnp-tv-z]{4}-){5}[2-9a-hjkmnp-tv-z]{4}", code) for code in codes)
    assert len(factors.RECOVERY_ALPHABET) ** factors.RECOVERY_LENGTH > 2**112
    assert not set("01ilou") & set(factors.RECOVERY_ALPHABET)


def test_a_recovery_code_is_the_same_however_it_is_typed_and_another_for_everybody() -> None:
    one, other = uuid4(), uuid4()
    assert factors.recovery_hash(one, "abcd-efgh") == factors.recovery_hash(one, " ABCD EFGH")
    assert factors.recovery_hash(one, "abcd-efgh") != factors.recovery_hash(other, "abcd-efgh")


def test_the_last_factor_of_somebody_who_needs_one_stays() -> None:
    one = factors.Factors(totp_since=AT, passkeys=(), codes_left=3)
    key = factors.KnownPasskey(id="x", name="x", added_at=AT, used_at=None)
    with pytest.raises(factors.LastFactorStays):
        factors.check_removal(one, is_required=True)
    factors.check_removal(one, is_required=False)
    factors.check_removal(factors.Factors(totp_since=AT, passkeys=(key,), codes_left=3), is_required=True)


def test_a_first_proof_waits_a_quarter_of_an_hour_for_the_second() -> None:
    assert not factors.waits_too_long(started_at=AT - timedelta(minutes=15), at=AT)
    assert factors.waits_too_long(started_at=AT - timedelta(minutes=16), at=AT)


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("", [], "Firefox"),
        ("Blue key", [], "Blue key"),
        ("", ["Firefox"], "Firefox 2"),
        ("", ["Firefox", "Firefox 2"], "Firefox 3"),
    ],
)
def test_a_passkey_has_a_name_of_its_own(wanted: str, taken: list[str], name: str) -> None:
    assert factors.name_of_passkey(wanted, taken=taken, fallback="Firefox") == name


@pytest.mark.parametrize(
    ("base_url", "name", "origin"),
    [
        ("https://open-table.example", "open-table.example", "https://open-table.example"),
        ("https://open-table.example:8443/x", "open-table.example", "https://open-table.example:8443"),
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
        ("http://localhost", "localhost", "http://localhost"),
    ],
)
def test_passkeys_are_made_for_the_configured_address(base_url: str, name: str, origin: str) -> None:
    assert passkeys.site_of(base_url) == passkeys.Site(name=name, origin=origin)


@pytest.mark.parametrize(("seconds", "lapsed"), [(-1, True), (0, False), (300, False), (301, True)])
def test_a_challenge_is_open_for_five_minutes(seconds: int, lapsed: bool) -> None:
    assert passkeys.has_lapsed_challenge(asked_at=AT - timedelta(seconds=seconds), at=AT) is lapsed


@pytest.mark.parametrize(
    ("before", "now", "copied"), [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)]
)
def test_a_count_that_does_not_rise_tells_of_a_copy(before: int, now: int, copied: bool) -> None:
    assert passkeys.is_copy(before=before, now=now) is copied


def test_the_device_is_asked_to_know_its_user_and_not_to_make_a_second_key() -> None:
    site, known = passkeys.Site(name="localhost", origin="http://localhost"), ["AAAA"]
    person_id, challenge = uuid4(), passkeys.new_challenge()
    asked = json.loads(passkeys.ask_for_new(site, challenge, person_id=person_id, email="ana@example.org", known=known))
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert [each["id"] for each in asked["excludeCredentials"]] == known
    assert asked["challenge"] == challenge
    used = json.loads(passkeys.ask_for_known(site, challenge, known=known))
    assert (used["userVerification"], used["rpId"]) == ("required", "localhost")


@pytest.mark.parametrize("answer", ["", "no json", "[]", "{}", '{"id": 5}', '{"id": "a\\u0000b"}', "x" * 30_000, "[" * 10_000])
def test_what_is_no_answer_is_refused(answer: str) -> None:
    site = passkeys.Site(name="localhost", origin="http://localhost")
    kept = passkeys.Kept(id="AAAA", public_key="AAAA", sign_count=0)
    with pytest.raises(passkeys.PasskeyIsWrong):
        passkeys.id_in(answer)
    with pytest.raises(passkeys.PasskeyIsWrong):
        passkeys.read_new(site, "AAAA", answer)
    with pytest.raises(passkeys.PasskeyIsWrong):
        passkeys.read_known(site, "AAAA", answer, kept=kept, person_id=uuid4())
