"""Pages of evidence: pieces, files that are sent, files that are handed out."""

from accountability.evidence.routes import pieces as pieces
from accountability.evidence.routes import sending as sending
from accountability.evidence.routes import serving as serving
from accountability.evidence.routes.pages import pages

__all__ = ["pages"]
