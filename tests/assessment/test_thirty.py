"""Many people on one assessment at once, over the web, on a real PostgreSQL. The whole: `python -m tests.performance.thirty`."""

import secrets

import pytest

from accountability.assessment.commands import rating as rating_commands
from accountability.assessment.domain.ratings import Merge
from accountability.assessment.domain.ways import Way
from tests.performance import thirty
from tests.support.databases import drop_postgres, make_postgres


@pytest.fixture
def postgres(request, tmp_path):
    database = make_postgres(request.getfixturevalue("postgres_server"), f"thirty_{secrets.token_hex(6)}")
    yield database
    database.engine.dispose()
    drop_postgres(database)


@pytest.mark.parametrize("way", [Way.TOGETHER, Way.NAMED])
def test_no_answer_is_lost_and_none_overwritten_unseen(postgres, tmp_path, way):
    outcome = thirty.run(postgres, tmp_path, way=way, people=10, items=4)
    assert (outcome.problems, dict(outcome.told.faults)) == ([], {})
    assert len(outcome.told.saved) == 40
    # People who choose differently on one sheet are asked; who rates alone never is.
    assert bool(outcome.told.disputes) is (way is Way.TOGETHER)


def test_the_check_sees_answers_that_are_thrown_away(postgres, tmp_path, monkeypatch):
    """The control: what somebody else stored meanwhile is taken for the answer, and nobody is asked."""

    def theirs_stands(*_args, theirs, mine, **_more):
        return Merge(answer=mine if theirs is None else theirs.answer)

    monkeypatch.setattr(rating_commands, "_join", theirs_stands)
    assert thirty.run(postgres, tmp_path, way=Way.TOGETHER, people=4, items=2).problems
