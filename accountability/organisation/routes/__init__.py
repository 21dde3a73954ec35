"""Speaks HTTP about the organisation and its members."""

from accountability.organisation.routes import factor_reset as factor_reset
from accountability.organisation.routes import invitations as invitations
from accountability.organisation.routes import members as members
from accountability.organisation.routes import membership as membership
from accountability.organisation.routes import roles as roles
from accountability.organisation.routes import signing_up as signing_up
from accountability.organisation.routes import single_sign_on as single_sign_on
from accountability.organisation.routes import tokens as tokens
from accountability.organisation.routes import vouching as vouching
from accountability.organisation.routes.pages import pages as pages
