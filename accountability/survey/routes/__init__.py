"""Speaks HTTP about surveys: staff prepares and reads them here; constituents answer in `constituent`, on an app of their own."""

from accountability.survey.routes import authoring as authoring
from accountability.survey.routes import listening as listening
from accountability.survey.routes import publishing as publishing
from accountability.survey.routes import results as results
from accountability.survey.routes.pages import pages as pages
