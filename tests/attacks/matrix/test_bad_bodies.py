"""Bodies made by chance break nothing. A sample here; `make bad-bodies` sends a hundred thousand."""

from uuid import UUID

from flask import request

from accountability.access import SIGNED_IN
from accountability.app import create_app
from accountability.config import Config
from accountability.web import Pages
from tests.attacks.matrix.asking import Asker
from tests.attacks.matrix.bad_bodies import Trials, troubles

SAMPLE = 1_000


def test_a_thousand_bad_bodies_break_no_page_of_members(asker: Asker) -> None:
    assert list(troubles(Trials(asker), range(SAMPLE))) == []


def test_five_hundred_bad_bodies_break_no_page_of_constituents(public: Asker) -> None:
    assert list(troubles(Trials(public), range(SAMPLE // 2))) == []


def test_they_reach_the_forms_and_are_not_all_turned_away_at_the_door(asker: Asker) -> None:
    seen: list[int] = []
    list(troubles(Trials(asker), range(200), each=seen.append))
    assert {303, 422} <= set(seen)


def test_a_planted_stumble_is_found(config: Config, asker: Asker) -> None:
    pages = Pages("planted", __name__)

    @pages.post("/surveys/<uuid:survey_id>/planted", access=SIGNED_IN)
    def stumble(survey_id: UUID) -> tuple[str, int]:
        return str(survey_id), 500 if len(request.get_data()) % 2 else 200

    app = create_app(config, database=asker.database)
    app.register_blueprint(pages)
    planted = Trials(Asker(app, asker.universe, asker.database))
    planted.targets = [target for target in planted.targets if target[0].endpoint == "planted.stumble"]
    assert list(troubles(planted, range(50)))
