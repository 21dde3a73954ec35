"""Faults in second factors: codes that count twice, steps that are left out, resets that one person can do alone."""

from tests.planted.bug import Bug

DOING, DOMAIN = "accountability/identity/commands/factors.py", "accountability/identity/domain/factors.py"
KEYS, PASSKEYS = "accountability/identity/commands/passkeys.py", "accountability/identity/domain/passkeys.py"
WEB, RULES = "accountability/web.py", "accountability/access.py"
RESET = "accountability/organisation/domain/factor_reset.py"
ATTACKS = ("tests/attacks/test_second_factor.py",)
PAGES = ("tests/identity/test_factors.py",)
DEVICE = ("tests/identity/test_factors_passkeys.py",)
RESETS = ("tests/organisation/test_factor_reset.py",)

FACTORS = (
    Bug(
        name="a code counts again while it is shown",
        file=DOMAIN,
        old="    steps = [step for step in range(now - WINDOW, now + WINDOW + 1) if step > after]\n",
        new="    steps = [step for step in range(now - WINDOW, now + WINDOW + 1) if step >= after]\n",
        tests=("tests/identity/test_factors_domain.py",),
    ),
    Bug(
        name="one code sent twice at once counts twice",
        file=DOING,
        old="    taken = sa.update(Totp).where(Totp.person_id == person_id, Totp.last_step < step).values(last_step=step)\n",
        new="    taken = sa.update(Totp).where(Totp.person_id == person_id).values(last_step=step)\n",
        tests=ATTACKS,
    ),
    Bug(
        name="codes count for ten minutes",
        file=DOMAIN,
        old="WINDOW = 1 ",
        new="WINDOW = 20 ",
        tests=("tests/identity/test_factors_domain.py",),
    ),
    Bug(
        name="a recovery code is not used up",
        file=DOING,
        old="    if session.execute(gone).rowcount != 1:  # type: ignore[attr-defined]\n        raise domain.RecoveryCodeIsWrong\n",
        new="    if session.get(RecoveryCode, (person_id, hashed)) is None:\n        raise domain.RecoveryCodeIsWrong\n",
        tests=PAGES,
    ),
    Bug(
        name="old recovery codes stay when new ones are made",
        file=DOING,
        old="    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))\n    codes",
        new="    codes",
        tests=PAGES,
    ),
    Bug(
        name="guessing codes is not counted",
        file="accountability/identity/routes/proving.py",
        old="    record_first(partial(doing.count_code, person_id=person_id, at=here.now))\n",
        new="",
        tests=ATTACKS,
    ),
    Bug(
        name="the last factor of somebody who needs one is removed",
        file=DOMAIN,
        old="    if is_required and factors.count <= 1:\n",
        new="    if is_required and factors.count < 1:\n",
        tests=("tests/identity/test_factors_domain.py", *RESETS),
    ),
    Bug(
        name="a second factor that is required is not asked for",
        file=WEB,
        old="    if here.actor and here.actor.needs_second_factor and rule not in (ANYONE, SETTING_UP):\n        raise SecondFactorIsMissing\n",
        new="",
        tests=ATTACKS,
    ),
    Bug(
        name="nothing sensitive asks again",
        file=WEB,
        old="        raise ConfirmationIsNeeded\n",
        new="        return\n",
        tests=ATTACKS,
    ),
    Bug(
        name="an hour-old proof is fresh enough",
        file=RULES,
        old="CONFIRMED_TO_CHANGE = timedelta(minutes=30)\n",
        new="CONFIRMED_TO_CHANGE = timedelta(minutes=60)\n",
        tests=ATTACKS,
    ),
    Bug(
        name="an open browser is enough to add a factor",
        file="accountability/identity/routes/factors.py",
        old="    if not CHANGE_ACCOUNT.is_confirmed(here.actor, at=here.now, within=CONFIRMED_TO_CHANGE):\n",
        new="    if here.actor is None:\n",
        tests=PAGES,
    ),
    Bug(
        name="the password proves again who has a second factor",
        file="accountability/identity/routes/proving.py",
        old='        return ("code", "recovery", "passkey")\n    return',
        new='        return ("code", "recovery", "passkey", "password")\n    return',
        tests=PAGES,
    ),
    Bug(
        name="whoever has not given the second factor is signed in",
        file="accountability/identity/routes/entering.py",
        old="    awaits = account.has_second_factor\n",
        new="    awaits = False\n",
        tests=ATTACKS,
    ),
    Bug(
        name="an answer of a passkey counts twice",
        file=KEYS,
        old="    with refusing(session, spent_challenge_pkey=domain.ChallengeHasLapsed):\n",
        new="    if False:\n",
        tests=DEVICE,
    ),
    Bug(
        name="a copied passkey is taken",
        file=PASSKEYS,
        old="    return (before > 0 or now > 0) and now <= before\n",
        new="    return False\n",
        tests=DEVICE,
    ),
    Bug(
        name="anybody's passkey is a second factor",
        file=KEYS,
        old="    if row is None or (of is not None and row.person_id != of):\n",
        new="    if row is None:\n",
        tests=DEVICE,
    ),
    Bug(
        name="a passkey counts without its user",
        file=PASSKEYS,
        old="            credential_current_sign_count=0,\n            require_user_verification=True,\n",
        new="            credential_current_sign_count=0,\n",
        tests=DEVICE,
    ),
    Bug(
        name="a passkey of somebody else is renamed",
        file=KEYS,
        old="    if row is None or row.person_id != person_id:\n",
        new="    if row is None:\n",
        tests=DEVICE,
    ),
    Bug(
        name="one person removes a second factor alone",
        file=RESET,
        old="    if approver_id in (member_id, asked_by):\n",
        new="    if approver_id == member_id:\n",
        tests=RESETS,
    ),
    Bug(
        name="a reset is carried out at once",
        file=RESET,
        old="    return LONGER_DELAY if role in LONGER_FOR or memberships > 1 else DELAY\n",
        new="    return timedelta()\n",
        tests=RESETS,
    ),
    Bug(
        name="a reset that was stopped is carried out",
        file="accountability/organisation/queries/factor_reset.py",
        old="    return sa.and_(FactorReset.ended_at.is_(None), sa.or_(FactorReset.due_at <= at, is_forgotten))\n",
        new="    return sa.or_(FactorReset.due_at <= at, is_forgotten)\n",
        tests=RESETS,
    ),
    Bug(
        name="sign-ins go on after a reset",
        file=DOING,
        old="    _forget_rest(session, person)\n    end_sign_ins(session, person_id)\n",
        new="    _forget_rest(session, person)\n",
        tests=RESETS,
    ),
)
