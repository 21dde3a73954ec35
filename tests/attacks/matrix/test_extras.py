"""No post takes a field that its form does not have, however it is named."""

from typing import Any

import pytest
from flask import request

from accountability.access import SIGNED_IN
from accountability.app import create_app
from accountability.organisation.queries import get_organisation
from accountability.web import Pages, here
from tests.attacks.matrix.addresses import Route, routes
from tests.attacks.matrix.asking import Asker
from tests.attacks.matrix.extras import columns, taken
from tests.factories.world import Universe
from tests.support.databases import PinnedDatabase

# What a form takes is decided without the database.
on_one_database = pytest.mark.parametrize("filled", ["sqlite"], indirect=True)


@on_one_database
def test_no_post_takes_a_field_that_its_form_does_not_have(asker: Asker, public: Asker) -> None:
    found = [
        taken(each, "A1", route) for each in (asker, public) for route in routes(each.app, each.universe.worlds["A1"], ("POST",))
    ]
    assert not [str(each) for each in found if each]


def test_the_names_are_those_of_all_columns() -> None:
    assert {"role", "organisation_id", "id", "state", "signed_at", "threshold", "password_hash", "level"} <= columns().keys()


@on_one_database
def test_a_planted_form_that_takes_everything_is_found(config: Any, database: PinnedDatabase, universe: Universe) -> None:
    pages = Pages("planted", __name__)

    @pages.post("/planted", access=SIGNED_IN)
    def take_everything() -> str:
        organisation = get_organisation(here.session)
        for name in request.form:
            if name in {"country", "size_band"}:
                setattr(organisation, name, request.form[name])
        return ""

    app = create_app(config, database=database)
    app.register_blueprint(pages)
    found = taken(Asker(app, universe, database), "A1", Route("POST", "/planted", "planted.take_everything"))
    assert found
    assert "another organisation, stores Planted-word" in found.detail
