"""Pages of the plan: its looks, its actions, what is suggested, what would be, and the report of a year."""

from accountability.followup.routes.plan import acting, leaving, looking, reporting, suggesting
from accountability.followup.routes.plan.pages import pages

__all__ = ["acting", "leaving", "looking", "pages", "reporting", "suggesting"]
