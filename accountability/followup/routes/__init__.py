"""Pages of replies: `staff` for those who write them, `public` for those who read them at the survey's address."""

from accountability.followup.routes.staff import pages

__all__ = ["pages"]
