"""Pages about leaving: the organisation's, one's own account's, coming back, and how long things are kept."""

from accountability.leaving.routes import account, coming_back, organisation
from accountability.leaving.routes.pages import pages

__all__ = ["account", "coming_back", "organisation", "pages"]
