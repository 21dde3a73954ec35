"""Faults when an organisation leaves, arrives or is erased: what must not come along, and what must not stay."""

from tests.planted.bug import Bug

HOME = "accountability/leaving"
FORM, READER, ROWS = f"{HOME}/domain/bringing.py", f"{HOME}/archive/reading.py", f"{HOME}/queries/rows.py"
CLEARING, REMOVING = f"{HOME}/commands/clearing.py", f"{HOME}/commands/removing.py"
PAPER, COLUMNS = "tests/leaving/test_domain.py::test_", "tests/leaving/test_columns.py::test_"
EXPORT, ERASE, THIEF = (
    "tests/leaving/test_exporting.py::test_",
    "tests/leaving/test_erasing.py::test_",
    "tests/attacks/test_erasure.py::test_",
)
CHANGED = ("tests/leaving/test_changed_archives.py::test_a_changed_archive_is_refused_whole_with_a_sentence",)
NOTHING_LEFT = (f"{THIEF}nothing_of_an_erased_organisation_is_left_anywhere",)
LEAVING = (
    Bug(
        name="secrets leave with the organisation",
        file=f"{HOME}/domain/holding.py",
        old="LEAVES = frozenset({Holds.ORGANISATION,",
        new="LEAVES = frozenset({Holds.SECRET, Holds.ORGANISATION,",
        tests=(f"{COLUMNS}what_opens_doors_never_leaves",),
    ),
    Bug(
        name="single answers leave with the organisation",
        file=f"{HOME}/columns.yaml",
        old="response: {nothing: [organisation_id], anonymous: [id, survey_id, version, mode, answers]}\n",
        new="response: {nothing: [organisation_id, id], organisation: [survey_id, version, mode, answers]}\n",
        tests=(f"{COLUMNS}accounts_and_answers_do_not_travel",),
    ),
    Bug(
        name="rows of all organisations leave with one",
        file=ROWS,
        old='        asked = asked.where(table.of("organisation_id") == acting_for(session))\n',
        new="        pass\n",
        tests=(f"{EXPORT}every_table_that_travels_is_there_and_nothing_of_others",),
    ),
    Bug(
        name="a convenor takes along who did what in its members",
        file=ROWS,
        old="        yield _side_of_convenor(table, found) if _is_anothers(session, table, found) else found\n",
        new="        yield found\n",
        tests=(f"{EXPORT}who_agreed_in_a_member_is_not_the_convenors_to_take_along",),
    ),
    Bug(
        name="whoever is no owner any more gets the archive",
        file=f"{HOME}/commands/exporting.py",
        old="export.state is not ExportState.RUNNING or not queries.holds_rule(session, export.asked_by_id, self.rule):\n",
        new="export.state is not ExportState.RUNNING:\n",
        tests=(f"{EXPORT}an_archive_stops_when_who_asked_is_no_owner_any_more",),
    ),
    Bug(
        name="an archive is fetched long after it was made",
        file=f"{HOME}/commands/asking.py",
        old="    if not export.is_ready or at - export.asked_at > KEPT:\n",
        new="    if not export.is_ready:\n",
        tests=("tests/leaving/test_routes.py::test_an_archive_that_is_not_ready_or_too_old_cannot_be_fetched",),
    ),
    Bug(
        name="a cell of an archive is a formula",
        file=f"{HOME}/archive/writing.py",
        old="[safe_cell(cell) for cell in cells]",
        new="list(cells)",
        tests=(f"{EXPORT}cells_of_tables_for_people_are_no_formulas",),
    ),
    Bug(
        name="a formula hides behind a space",
        file=FORM,
        old='text.lstrip(" \\u00a0\\u3000") or " ")[0]\n',
        new="text)[0]\n",
        tests=(f"{PAPER}no_cell_begins_a_formula",),
    ),
    Bug(
        name="a file of an archive climbs out of its folder",
        file=FORM,
        old=' or any(part in {"", ".", ".."} for part in parts):\n',
        new=":\n",
        tests=(f"{PAPER}a_name_that_leads_elsewhere_is_refused",),
    ),
    Bug(
        name="an archive unpacks to far more than it is",
        file=FORM,
        old="    if unpacked > BYTES_AT_MOST or (unpacked > PACKED_FROM and unpacked > packed * PACKED_AT_MOST):\n",
        new="    if unpacked > BYTES_AT_MOST:\n",
        tests=(f"{PAPER}what_unpacks_to_far_more_is_refused",),
    ),
    Bug(
        name="a row of an archive was changed and nobody looks",
        file=READER,
        old="        if found.hexdigest() != expected:\n",
        new="        if not expected:\n",
        tests=CHANGED,
    ),
    Bug(
        name="an archive brings rows of another organisation",
        file=f"{HOME}/commands/bringing.py",
        old=' or row.get("organisation_id") != str(archive.manifest.organisation_id):\n',
        new=":\n",
        tests=CHANGED,
    ),
    Bug(
        name="who was erased comes back with an archive",
        file=f"{HOME}/commands/bringing.py",
        old="    return session.get(Erasure, (Erased.ORGANISATION, organisation_id)) is not None\n",
        new="    return False\n",
        tests=(f"{ERASE}who_left_no_row_comes_back_with_no_archive_either",),
    ),
    Bug(
        name="anybody with the link comes back in somebody's place",
        file=f"{HOME}/commands/coming_back.py",
        old="    if member.email.casefold() != account.email.casefold():\n",
        new="    if not account.email:\n",
        tests=("tests/leaving/test_bringing.py::test_a_way_back_is_for_one_person_and_for_a_month",),
    ),
    Bug(
        name="one owner alone erases an organisation that has two",
        file=f"{HOME}/domain/erasing.py",
        old="    if asked_by == confirmed_by:\n",
        new="    if asked_by is None:\n",
        tests=(f"{PAPER}a_second_owner_confirms_if_there_is_one",),
    ),
    Bug(
        name="nobody has days to think before everything is erased",
        file=f"{HOME}/domain/erasing.py",
        old="    return due_at is not None and cancelled_at is None and due_at <= at\n",
        new="    return due_at is not None and cancelled_at is None\n",
        tests=(f"{PAPER}an_erasure_is_due_when_confirmed_waited_for_and_not_taken_back",),
    ),
    Bug(
        name="an erasure that was taken back is carried out",
        file=f"{HOME}/domain/erasing.py",
        old="    return due_at is not None and cancelled_at is None and due_at <= at\n",
        new="    return due_at is not None and due_at <= at\n",
        tests=(f"{PAPER}an_erasure_is_due_when_confirmed_waited_for_and_not_taken_back",),
    ),
    Bug(
        name="addresses of an erased organisation lead on",
        file=CLEARING,
        old="    elif table.leads_to_organisation:\n",
        new="    elif table.leads_to_organisation and not table.keys:\n",
        tests=(f"{ERASE}who_was_in_no_network_leaves_no_row_at_all", *NOTHING_LEFT),
    ),
    Bug(
        name="files of an erased organisation stay",
        file=REMOVING,
        old="        storage.delete(key)\n",
        new="        pass\n",
        tests=NOTHING_LEFT,
    ),
    Bug(
        name="networks go on naming an erased organisation",
        file=REMOVING,
        old="    is_remembered = clear_shared(session)\n",
        new="    is_remembered = True\n",
        tests=(f"{THIEF}networks_remember_somebody_who_left", *NOTHING_LEFT),
    ),
    Bug(
        name="members of an erased organisation keep accounts without any",
        file=REMOVING,
        old="    session.add_all(AccountErasure(person_id=person_id, asked_at=at) for person_id in persons)\n",
        new="    del persons\n",
        tests=(f"{ERASE}only_this_organisation_goes_and_its_members_with_no_other_one",),
    ),
    Bug(
        name="the record goes on naming who was erased",
        file=CLEARING,
        old="        journal.forget_member(session, member_id, words=sorted(mails))\n",
        new="",
        tests=(f"{ERASE}an_erased_person_is_gone_from_the_record_and_its_chain_still_holds",),
    ),
    Bug(
        name="an old backup is opened before it forgot again",
        file=f"{HOME}/opening.py",
        old='        return bool(ledger.missing(session, extensions["storage"]))\n',
        new="        return session is None\n",
        tests=(f"{THIEF}an_old_backup_opens_for_nobody_until_it_forgot_again",),
    ),
    Bug(
        name="an erasure is not kept outside the database",
        file=REMOVING,
        old="    ledger.write(storage, entry, at=at)\n    for key",
        new="    for key",
        tests=(f"{THIEF}an_old_backup_opens_for_nobody_until_it_forgot_again",),
    ),
    Bug(
        name="old backups are not made to forget",
        file=REMOVING,
        old="        if entry.kind is Erased.ORGANISATION:\n",
        new="        if entry.kind is Erased.ORGANISATION and not kept:\n",
        tests=(f"{THIEF}an_old_backup_opens_for_nobody_until_it_forgot_again",),
    ),
    Bug(
        name="an erased organisation's survey stays in memory",
        file="accountability/survey/routes/frozen.py",
        old="    _versions.forget(lambda key, _kept: key[0] == organisation_id)\n",
        new="",
        tests=(f"{THIEF}a_survey_is_gone_within_a_request_of_another_process",),
    ),
)
