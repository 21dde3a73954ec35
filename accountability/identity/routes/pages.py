"""The pages of this capability."""

from accountability.web import Pages

pages = Pages("identity", __name__)
