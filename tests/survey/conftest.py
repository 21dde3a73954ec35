"""The officer of ours, and a survey that people may answer."""

import pytest

from tests.factories.survey import make_open


@pytest.fixture
def officer(ours):
    return ours.actor("officer")


@pytest.fixture
def survey(session, officer, at):
    return make_open(session, officer, at)
