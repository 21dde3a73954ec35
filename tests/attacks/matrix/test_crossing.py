"""What belongs to others is answered like what never was; here a sample, and everything in `make matrix`.

The sample: every route with an id × every role × one thing of one other organisation on PostgreSQL, four of the roles on
SQLite; one of them in every field of every form and in the question of every page on PostgreSQL.
"""

import pytest

from accountability.access import Role
from tests.attacks.matrix.asking import Asker, everybody
from tests.attacks.matrix.bodies import Bodies
from tests.attacks.matrix.crossing import Crossing, run

FEW = {Role.OWNER, Role.COORDINATOR, Role.VIEWER, None}


def test_what_belongs_to_others_is_answered_like_what_never_was(asker: Asker) -> None:
    crossing, asking = Crossing(asker), everybody("A1")
    if asker.database.engine.dialect.name == "sqlite":
        asking = [who for who in asking if who.role in FEW]
    run(crossing, asking, crossing.routes(), is_sample=True)
    assert not [str(leak) for leak in crossing.leaks]
    assert asker.asked > len(crossing.routes()) * len(asking)
    assert not asker.changes()


@pytest.mark.parametrize("filled", ["postgresql"], indirect=True)
def test_ids_of_others_in_a_form_or_a_question_are_answered_like_what_never_was(asker: Asker, public: Asker) -> None:
    for each in (asker, public):
        bodies = Bodies(each)
        for route in (*bodies.routes("GET"), *bodies.routes("POST")):
            bodies.cross_one("A1", route)
        assert not [str(leak) for leak in bodies.leaks]
        assert not each.changes()
