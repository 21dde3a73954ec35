"""The pages of this capability."""

from accountability.web import Pages

pages = Pages("organisation", __name__)
