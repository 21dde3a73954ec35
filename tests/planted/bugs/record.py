"""Faults in the record of who did what, in its seals, and in what the operator may look at."""

from tests.planted.bug import Bug

CHAIN, SEALS = "accountability/record/domain/chain.py", "accountability/record/domain/anchors.py"
LOOKING, GRANTS = "accountability/operating/routes.py", "accountability/operating/queries.py"
TAMPERING, MACHINE = "tests/attacks/test_journal_tampering.py::test_", "tests/record/test_cli.py::test_"
OPERATOR, PAGE = "tests/operating/test_routes.py::test_", "tests/record/test_routes.py::test_"
RECORD = (
    Bug(
        name="an entry is chained to nothing before it",
        file=CHAIN,
        old="    return hashlib.sha256(bytes.fromhex(previous) + written).hexdigest()\n",
        new="    return hashlib.sha256(written).hexdigest()\n",
        tests=(f"{TAMPERING}every_tampering_up_to_the_anchor_is_found",),
    ),
    Bug(
        name="when something happened is not chained",
        file=CHAIN,
        old='            "happened_at": moment(entry.happened_at),\n',
        new="",
        tests=("tests/record/test_chaining.py::test_a_bent_journal_is_found",),
    ),
    Bug(
        name="a name stands in the chain",
        file="accountability/journal.py",
        old="{row.name: digest_of_personal(salt=row.salt, member_id=row.member_id, value=row.value) for row in rows}",
        new="{row.name: row.value for row in rows}",
        tests=("tests/record/test_sentences.py::test_the_stored_entry_holds_no_personal_word_in_clear",),
    ),
    Bug(
        name="what nobody classified is written in clear",
        file="accountability/fact.py",
        old="if classes[name] == PLAIN}, personal\n",
        new="if classes[name] != PERSONAL}, personal\n",
        tests=("tests/record/test_sentences.py::test_what_nobody_classified_is_kept_apart",),
    ),
    Bug(
        name="names that were changed are not looked at",
        file="accountability/record/domain/verifying.py",
        old="        for part in entry.parts\n    )\n",
        new="        for part in entry.parts[:0]\n    )\n",
        tests=("tests/attacks/test_journal_tampering.py",),
    ),
    Bug(
        name="the end of a record may be cut off",
        file="accountability/record/domain/verifying.py",
        old="            yield Fault(kind=Tampering.CUT, position=end + 1)\n",
        new="            continue\n",
        tests=(f"{TAMPERING}every_tampering_up_to_the_anchor_is_found",),
    ),
    Bug(
        name="a record may be written anew from its beginning",
        file="accountability/record/domain/verifying.py",
        old="        elif digests.get(anchor.position) != anchor.digest:\n",
        new="        elif anchor.position not in digests:\n",
        tests=(f"{TAMPERING}every_tampering_up_to_the_anchor_is_found",),
    ),
    Bug(
        name="the signature of a seal is not looked at",
        file=SEALS,
        old="(base64.b64decode(key)).verify(signature, canonical(head))\n",
        new="(base64.b64decode(key))\n",
        tests=(f"{MACHINE}a_seal_that_somebody_else_signed_is_not_trusted",),
    ),
    Bug(
        name="anybody's key seals",
        file=SEALS,
        old="    if key not in trusted:\n",
        new="    if not key:\n",
        tests=(f"{MACHINE}a_seal_with_a_foreign_key_is_refused",),
    ),
    Bug(
        name="a seal that is gone is not missed",
        file="accountability/record/cli.py",
        old="    if known > finding.anchored:\n",
        new="    if finding.anchored > known:\n",
        tests=(f"{MACHINE}a_seal_that_is_gone_from_outside_is_missed",),
    ),
    Bug(
        name="entries of the record may be removed",
        file="migrations/versions/0010_chain_journal.py",
        old='        _refuse_in_sqlite("journal_entry", "DELETE", f"NOT {unlocked_old}")\n',
        new="",
        tests=("tests/record/test_chaining.py::test_the_database_refuses_to_bend_the_journal",),
    ),
    Bug(
        name="the first record that is looked after gets what happened to everybody's accounts",
        file="accountability/record/queries/stored.py",
        old="sa.select(JournalWaiting).where(JournalWaiting.organisation_id == acting_for(session))\n",
        new="sa.select(JournalWaiting)\n",
        tests=("tests/record/test_chaining.py::test_each_record_gets_what_happened_to_its_own_people",),
    ),
    Bug(
        name="the record leaves without a word in it",
        file="accountability/record/routes/pages.py",
        old="    record_first(partial(_note_export, form=form))\n",
        new="",
        tests=(f"{PAGE}an_export_writes_itself_into_the_record_first",),
    ),
    Bug(
        name="a cell of the record is a formula",
        file="accountability/record/domain/reading.py",
        old="""    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell\n""",
        new="    return cell\n",
        tests=(f"{PAGE}a_csv_cell_is_never_a_formula",),
    ),
    Bug(
        name="the operator looks and nobody writes it down",
        file=LOOKING,
        old="        record_first(partial(commands.look, page=request.path, by=actor, at=opened.now))\n",
        new="        pass\n",
        tests=(f"{OPERATOR}every_look_stands_in_the_record_of_the_organisation",),
    ),
    Bug(
        name="the operator looks on when the time is over",
        file=GRANTS,
        old="    if grant is None or not is_open(grant, at=at):\n        return None\n",
        new="    if grant is None:\n        return None\n",
        tests=(f"{OPERATOR}a_grant_that_is_over_lets_nobody_on",),
    ),
    Bug(
        name="the operator enters by a grant of the past",
        file=GRANTS,
        old='    if not is_open(grant, at=at):\n        raise NotFound("grant")\n',
        new="",
        tests=(f"{OPERATOR}a_grant_of_the_past_or_of_nobody_cannot_be_entered",),
    ),
    Bug(
        name="an operator needs no second factor",
        file="accountability/identity/domain/people.py",
        old="        return self.is_operator and self.factor_at is not None and not self.is_bound\n",
        new="        return self.is_operator and not self.is_bound\n",
        tests=(f"{OPERATOR}an_operator_without_a_second_factor_sees_nothing",),
    ),
    Bug(
        name="an operator may do what every member may",
        file="accountability/access.py",
        old="        if actor is not None and actor.role is Role.OPERATOR and not self._knows_operators:\n            return False\n",
        new="",
        tests=(f"{OPERATOR}the_operator_can_post_nothing_but_leaving",),
    ),
)
