"""Check boxes of which none need be ticked."""

from typing import Any

from wtforms import SelectMultipleField


class Unticked(SelectMultipleField):
    """Check boxes of which none need be ticked."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)
