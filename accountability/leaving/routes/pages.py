"""The pages of this capability."""

from accountability.web import Pages

pages = Pages("leaving", __name__)
