"""Signing in and what people do about their account."""

from accountability.identity.routes import devices as devices
from accountability.identity.routes import factors as factors
from accountability.identity.routes import links as links
from accountability.identity.routes import passkeys as passkeys
from accountability.identity.routes import people as people
from accountability.identity.routes import proving as proving
from accountability.identity.routes.pages import pages as pages
