"""What belongs to others is answered like what never was. Here: every route × every role × one object; `make matrix`: all."""

from tests.attacks.matrix.asking import Asker, everybody
from tests.attacks.matrix.bodies import Bodies
from tests.attacks.matrix.crossing import Crossing, run


def test_what_belongs_to_others_is_answered_like_what_never_was(asker: Asker) -> None:
    crossing = Crossing(asker)
    run(crossing, everybody("A1"), crossing.routes(), is_sample=True)
    assert not [str(leak) for leak in crossing.leaks]
    assert asker.asked > 2 * len(crossing.routes()) * 10
    assert not asker.changes()


def test_ids_of_others_in_a_form_or_a_question_are_answered_like_what_never_was(asker: Asker, public: Asker) -> None:
    for each in (asker, public):
        bodies = Bodies(each)
        for route in (*bodies.routes("GET"), *bodies.routes("POST")):
            bodies.cross_one("A1", route)
        assert not [str(leak) for leak in bodies.leaks]
        assert not each.changes()
