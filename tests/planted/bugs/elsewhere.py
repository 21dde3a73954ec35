"""Faults in what an organisation's own provider vouches for, and in what programs do with a member's token."""

from tests.planted.bug import Bug

HOME = "accountability/organisation"
CLAIMS, BACK, TOKENS = "accountability/id_token.py", f"{HOME}/routes/vouching.py", f"{HOME}/domain/tokens.py"
VOUCHING = "tests/attacks/test_single_sign_on.py::test_"
REFUSED = (f"{VOUCHING}a_token_is_refused_and_the_page_says_why",)
PROGRAM = "tests/organisation/test_tokens.py::test_"
ELSEWHERE = (
    Bug(
        name="a provider's token for somebody else is taken",
        file=CLAIMS,
        old='    if audience not in (client_id, [client_id]) or claims.get("azp", client_id) != client_id:\n',
        new="    if not audience:\n",
        tests=REFUSED,
    ),
    Bug(
        name="the word of another provider is taken",
        file=CLAIMS,
        old='    if claims.get("iss") != issuer:\n',
        new='    if not claims.get("iss"):\n',
        tests=REFUSED,
    ),
    Bug(
        name="a provider's token of another attempt is taken",
        file=CLAIMS,
        old='    if claims.get("nonce") != nonce:\n',
        new='    if not claims.get("nonce"):\n',
        tests=REFUSED,
    ),
    Bug(
        name="a provider's token never lapses",
        file=CLAIMS,
        old="at > expires_at + SKEW or not at - FRESH <= made_at <= at + SKEW:\n",
        new="not at - FRESH <= made_at <= at + SKEW:\n",
        tests=REFUSED,
    ),
    Bug(
        name="an address that no provider verified is believed",
        file=CLAIMS,
        old='claims.get("email_verified") in (True, "true") and isinstance(email, str)\n',
        new="isinstance(email, str)\n",
        tests=("tests/machinery/test_id_token.py::test_only_a_verified_address_counts",),
    ),
    Bug(
        name="a shared secret signs",
        file=CLAIMS,
        old='data.get("kty") in ("RSA", "EC", "OKP") and',
        new='data.get("kty") in ("RSA", "EC", "OKP", "oct") and',
        tests=("tests/machinery/test_id_token.py::test_shared_keys_short_keys_and_keys_for_sealing_are_left_out",),
    ),
    Bug(
        name="what a provider says of somebody else beside the token is taken",
        file="accountability/oidc.py",
        old='    if more.get("sub") != claims["sub"]:\n',
        new='    if not more.get("sub"):\n',
        tests=("tests/organisation/test_single_sign_on.py",),
    ),
    Bug(
        name="an answer counts in any browser",
        file=BACK,
        old='secrets.compare_digest(kept["state"].encode(), state.encode())\n',
        new="bool(state)\n",
        tests=(f"{VOUCHING}a_wrong_state_is_refused",),
    ),
    Bug(
        name="an answer for one organisation counts at another",
        file=BACK,
        old='kept["organisation"] == code and',
        new="code and",
        tests=(f"{VOUCHING}an_answer_for_one_organisation_is_worth_nothing_at_another",),
    ),
    Bug(
        name="an answer counts as often as it is sent",
        file=BACK,
        old="        flask.session.pop(KEY)\n",
        new="        pass\n",
        tests=(f"{VOUCHING}an_attempt_that_failed_is_spent",),
    ),
    Bug(
        name="an attempt to sign in lasts for ever",
        file=f"{HOME}/domain/single_sign_on.py",
        old="    return not timedelta(0) <= at - begun_at <= ATTEMPT_LASTS\n",
        new="    return not timedelta(0) <= at - begun_at\n",
        tests=(f"{VOUCHING}an_answer_that_comes_too_late_is_refused",),
    ),
    Bug(
        name="what a provider vouches for reaches other organisations",
        file=f"{HOME}/commands/single_sign_on.py",
        old="        is_bound=True,\n",
        new="        is_bound=False,\n",
        tests=(f"{VOUCHING}a_provider_does_not_reach_the_other_organisations_of_a_person",),
    ),
    Bug(
        name="whoever has the address now is who had it before",
        file=f"{HOME}/commands/single_sign_on.py",
        old="    _hold(session, acting.actor, vouched, at=at)\n",
        new="",
        tests=(f"{VOUCHING}a_member_stays_who_they_were_until_released",),
    ),
    Bug(
        name="somebody else confirms who one is",
        file=BACK,
        old="    commands.check_same_person(here.session, vouched, actor=here.actor)\n",
        new="",
        tests=(f"{VOUCHING}confirming_as_somebody_else_confirms_nothing",),
    ),
    Bug(
        name="whom the provider did not ask again has confirmed who they are",
        file=BACK,
        old="        raise domain.WasNotProvenAnew\n",
        new="        pass\n",
        tests=("tests/organisation/test_single_sign_on.py::test_whom_the_provider_did_not_ask_anew_has_confirmed_nothing",),
    ),
    Bug(
        name="what the first provider vouched for outlives the choice of another",
        file=f"{HOME}/commands/single_sign_on.py",
        old="None, at\n        end_bound_sign_ins(session, acting_for(session))\n",
        new="None, at\n",
        tests=("tests/organisation/test_single_sign_on.py",),
    ),
    Bug(
        name="this server asks its own neighbours for strangers",
        file="accountability/outside.py",
        old="    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in _wrapped(ip) or [ip])\n",
        new="    return bool(_wrapped(ip) or [ip])\n",
        tests=("tests/machinery/test_outside.py::test_an_address_of_our_own_network_is_none_of_the_internet",),
    ),
    Bug(
        name="a personal token never lapses",
        file=TOKENS,
        old="    if at >= secrets.lapses_at:\n        return False\n",
        new="",
        tests=(f"{PROGRAM}a_token_lapses",),
    ),
    Bug(
        name="a secret that was changed works on",
        file=TOKENS,
        old="secrets.previous_lapses_at is not None and at < secrets.previous_lapses_at\n",
        new="secrets.previous_lapses_at is not None\n",
        tests=(f"{PROGRAM}after_a_change_the_secret_before_works_on_for_a_while_if_wished",),
    ),
    Bug(
        name="a personal token changes things",
        file="accountability/bearer.py",
        old="            raise TokenOnlyReads\n",
        new="            return\n",
        tests=(f"{PROGRAM}a_token_changes_nothing",),
    ),
    Bug(
        name="a cookie opens what the token beside it may not",
        file="accountability/bearer.py",
        old="        return self.session_class() if token_in(request) is not None else super().open_session(app, request)\n",
        new="        return super().open_session(app, request)\n",
        tests=(f"{PROGRAM}a_cookie_beside_a_token_counts_for_nothing",),
    ),
    Bug(
        name="every member ends and sees every token",
        file=f"{HOME}/routes/tokens.py",
        old="    return SEE_ALL_TOKENS.allows(here.actor)\n",
        new="    return here.actor is not None\n",
        tests=(f"{PROGRAM}a_token_is_ended_by_its_maker_or_an_owner",),
    ),
    Bug(
        name="whoever guesses tokens is not slowed down",
        file="accountability/bearer.py",
        old='    knock("token", WRONG_TOKENS)\n',
        new="",
        tests=(f"{PROGRAM}wrong_tokens_are_answered_alike_and_not_without_end",),
    ),
)
