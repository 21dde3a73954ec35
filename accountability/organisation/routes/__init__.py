"""Speaks HTTP about the organisation and its members."""

from accountability.organisation.routes import membership as membership
from accountability.organisation.routes import signing_up as signing_up
from accountability.organisation.routes.pages import pages as pages
