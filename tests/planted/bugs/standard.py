"""Faults in the standard: who sees and changes it, what is overwritten, what is published and held, what a file may do."""

from tests.planted.bug import Bug

ACCESS, PAGES = "accountability/standard/access.py", "tests/standard/test_routes.py"
COMMANDS, HELD = "tests/standard/test_commands.py", "tests/standard/test_held.py"
DOCUMENTS, FILES = "accountability/standard/files/documents.py", "tests/standard/test_files.py"
STANDARD = (
    Bug(
        name="every member works on the standard",
        file=ACCESS,
        old='"EDIT_STANDARD", is_operator, is_at_home, is_hidden=True)',
        new='"EDIT_STANDARD", is_at_home, is_hidden=True)',
        tests=(PAGES,),
    ),
    Bug(
        name="an operator whom an organisation let in works on the standard",
        file=ACCESS,
        old='"EDIT_STANDARD", is_operator, is_at_home, is_hidden=True)',
        new='"EDIT_STANDARD", is_operator, is_hidden=True)',
        tests=(f"{PAGES}::test_an_operator_whom_somebody_let_in_works_on_nothing",),
    ),
    Bug(
        name="drafts of the standard are shown to everybody",
        file="accountability/standard/routes/pages.py",
        old="    if pack.status in UNPUBLISHED and not EDIT_STANDARD.allows(here.actor):\n",
        new="    if pack.status in UNPUBLISHED and not pack.key_actions:\n",
        tests=(PAGES,),
    ),
    Bug(
        name="a key action that somebody else changed is overwritten",
        file="accountability/standard/commands/drafting.py",
        old="    if item is None or mark_of(item) != seen:\n",
        new="    if item is None:\n",
        tests=(COMMANDS,),
    ),
    Bug(
        name="whoever sent a version to review approves it",
        file="accountability/standard/domain/editing.py",
        old="    if sent_by == reviewer and has_others:\n",
        new="    if sent_by == reviewer and has_others and not tidy:\n",
        tests=("tests/standard/test_editing.py",),
    ),
    Bug(
        name="a version without a commitment is published",
        file="accountability/standard/domain/editing.py",
        old="    missing = [slug for slug in needed if slug not in held]\n",
        new="    missing = [slug for slug in needed if slug not in held and slug in held]\n",
        tests=("tests/standard/test_editing.py",),
    ),
    Bug(
        name="the database lets content of a published version change",
        file="migrations/versions/0016_edit_standard.py",
        old='        ("pack_id", "version", "content", "digest", "revision", "made_at"),\n',
        new='        ("pack_id", "version", "digest", "revision", "made_at"),\n',
        tests=(f"{HELD}::test_nobody_changes_what_is_published",),
    ),
    Bug(
        name="aliases of YAML are followed",
        file=DOCUMENTS,
        old='        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):\n',
        new='        if isinstance(event, yaml.AliasEvent) and getattr(event, "tag", None):\n',
        tests=(FILES,),
    ),
    Bug(
        name="a file of any depth is read",
        file=DOCUMENTS,
        old="        if len(self.open) >= DEEPEST:\n",
        new="        if len(self.open) >= MOST_PARTS:\n",
        tests=(FILES,),
    ),
    Bug(
        name="parts that disagree are merged into one comparable answer",
        file="accountability/standard/domain/mapping.py",
        old="    agree = len(values) == len(row.was) and all(value == values[0] for value in values)\n",
        new="    agree = len(values) == len(row.was)\n",
        tests=("tests/standard/test_mapping.py",),
    ),
    Bug(
        name="a translation of an older sentence stands for the new one",
        file="accountability/standard/domain/texts.py",
        old="    return translation is not None and translation.original == original and bool(translation.text)\n",
        new="    return translation is not None and bool(translation.text)\n",
        tests=("tests/standard/test_texts.py",),
    ),
    Bug(
        name="a rule about whom to ask holds when one of its conditions does",
        file="accountability/standard/domain/pack.py",
        old="        return bool(conditions) and all(said in allowed for allowed, said in conditions)\n",
        new="        return bool(conditions) and any(said in allowed for allowed, said in conditions)\n",
        tests=("tests/standard/test_asking.py",),
    ),
)
