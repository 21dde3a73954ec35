"""Rules of the code that no library checks: each checker is also shown a planted fault."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "accountability"

# Where Core statements and raw SQL may stand: they pass by the tenant's guard.
CORE = {
    *("transaction.py", "roles.py", "database.py", "jobs.py", "schema.py", "survey/mixer.py"),
    # They go over all tables, or look whether there is anybody at all.
    *("leaving/holdings.py", "record/queries/stored.py", "demo/loading/load.py"),
}
# Who may cross tenants, and with what reason.
CROSSING = {"jobs.py": "which organisations have work due"}
# Where the clock is read; everybody else is handed the time.
CLOCK = {"web.py", "jobs.py", "clock.py", "cli.py", "leaving/cli.py", "organisation/cli.py", "record/cli.py"}
COMMIT = {"web.py"}
# Who may write beside the request's own transaction.
BESIDE = {"app.py", "evidence/routes/serving.py", "identity/routes/asking.py"}
# Who may write before it: a guess is counted, and a look noted, whatever comes of them.
BEFORE = {"identity/routes/entering.py", "identity/routes/proving.py", "record/routes/pages.py", "operating/routes.py"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text())


def calls(tree: ast.AST, *names: str) -> list[str]:
    """Names from `names` that are called in the tree, as `f()` or `x.f()`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if name in names:
                found.append(str(name))
    return found


def core_uses(tree: ast.AST) -> list[str]:
    """Ways around the ORM's guard: raw SQL, Core tables, bulk writes."""
    attributes = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    banned = {"__table__", "from_statement", "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings", "exec_driver_sql"}
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"]
    raw = ["text" for node in imported if "text" in {alias.name for alias in node.names}]
    spelled = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    raw += [
        words
        for words in spelled
        if words in {"sa.text", "sa.Table", "sa.table"} or words.endswith((".metadata.tables", "session.connection"))
    ]
    return [name for name in attributes if name in banned] + raw


def foreign_models(name: str, tree: ast.AST) -> list[str]:
    """Imports of another capability's models, other than for a type's name."""
    own = name.split("/")[0]
    named_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in node.body
    }
    nodes = [node for node in ast.walk(tree) if id(node) not in named_only]
    modules = [f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    modules += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    found = [re.match(r"accountability\.(\w+)\.models\b", module) for module in modules]
    return [match[0] for match in found if match and match[1] != own]


def vague_verbs(name: str, tree: ast.Module) -> list[str]:
    """Commands that say nothing of what a person does."""
    vague = re.compile(r"(update|handle|process|manage|perform|set|do)(_|$)")
    is_room = re.fullmatch(r"\w+/commands(\.py|/\w+\.py)", name)
    return [node.name for node in tree.body if is_room and isinstance(node, ast.FunctionDef) and vague.match(node.name)]


@pytest.mark.parametrize(("name", "tree"), list(sources()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_module_keeps_the_rules(name: str, tree: ast.Module) -> None:
    assert ast.get_docstring(tree), "a module says what belongs in it"
    # In a model, text is the condition of an index: no query.
    assert name in CORE or name.endswith("models.py") or not core_uses(tree), core_uses(tree)
    assert not foreign_models(name, tree), "another capability is reached by its queries, commands or domain"
    assert not vague_verbs(name, tree), "a command is named by what somebody does"
    assert name in COMMIT or not calls(tree, "commit"), "only web commits"
    assert name in BESIDE or not calls(tree, "record_despite_refusal")
    assert name in BEFORE or not calls(tree, "record_first")
    assert name.startswith("demo/") or name in CLOCK or not [c for c in calls(tree, "now", "today") if "clock" in ast.dump(tree)]


def test_crossing_tenants_has_a_reason_and_stands_in_this_list() -> None:
    found = {name: reason_of(tree) for name, tree in sources() if calls(tree, "across_tenants") and name != "tenancy.py"}
    assert found == CROSSING


def reason_of(tree: ast.AST) -> str:
    reasons = [
        node.args[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "across_tenants"
        and isinstance(node.args[1], ast.Constant)
    ]
    return " | ".join(str(reason) for reason in reasons)


def test_the_checkers_see_planted_faults() -> None:
    assert core_uses(ast.parse("session.execute(sa.text('select 1'))"))
    assert core_uses(ast.parse("select(Survey.__table__)"))
    assert core_uses(ast.parse("delete(Base.metadata.tables['survey'])"))
    assert core_uses(ast.parse("session.connection().execute(asked)"))
    assert foreign_models("survey/queries.py", ast.parse("from accountability.identity.models import Person"))
    assert not foreign_models("identity/queries.py", ast.parse("from accountability.identity.models import Person"))
    assert not foreign_models("a/queries.py", ast.parse("if TYPE_CHECKING:\n    from accountability.identity.models import Person"))
    assert foreign_models("survey/queries.py", ast.parse("from accountability.identity import models"))
    assert vague_verbs("survey/commands/authoring.py", ast.parse("def update_survey(): ..."))
    assert not vague_verbs("survey/commands/authoring.py", ast.parse("def publish_survey(): ..."))
    assert calls(ast.parse("session.commit()"), "commit")


def test_nothing_is_left_behind() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|INTERIM)\b|NotImplemented" + r"Error")
    for folder in ("accountability", "forms", "templates", "migrations"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".html", ".txt", ".js", ".css"}:
                assert not marks.search(path.read_text()), path


def test_no_room_is_called_after_nothing() -> None:
    names = {part for path in PACKAGE.rglob("*.py") for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert not names & {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
