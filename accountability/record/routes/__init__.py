"""Pages of the record, for owners."""

from accountability.record.routes.pages import pages

__all__ = ["pages"]
