"""Pages of networks: what both sides see here, the coordinator's and the member's in modules of their own."""

from accountability.network.routes import coordinating, taking_part
from accountability.network.routes.pages import pages

__all__ = ["coordinating", "pages", "taking_part"]
