"""Pages of the standard: what everybody reads, and where operators work on a new version."""

from accountability.standard.routes import drafting, files, mapping, publishing, reading, translating
from accountability.standard.routes.pages import pages

__all__ = ["drafting", "files", "mapping", "pages", "publishing", "reading", "translating"]
