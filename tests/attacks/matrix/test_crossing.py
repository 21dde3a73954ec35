"""What belongs to others is answered like what never was. Here: every route × every role × one foreign object; `make matrix`: all."""

from tests.attacks.matrix.asking import Asker, everybody
from tests.attacks.matrix.crossing import Crossing, run


def test_what_belongs_to_others_is_answered_like_what_never_was(asker: Asker) -> None:
    crossing = Crossing(asker)
    run(crossing, everybody("A1"), crossing.routes(), is_sample=True)
    assert not [str(leak) for leak in crossing.leaks]
    assert asker.asked > 2 * len(crossing.routes()) * 10
    assert asker.read_rows() == asker.rows
