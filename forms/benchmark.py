"""What people choose when they contribute to a round."""

import uuid
from typing import Any

from accountability.language import lazy
from forms.base import Form
from forms.fields import one_of


class ContributeAssessmentForm(Form):
    """Which signed-off assessment to contribute; the route passes the choices in."""

    assessment_id = one_of(
        "Signed-off assessment",
        select="Select a signed-off assessment",
        description=lazy("Only the bands of its twelve commitments are shared, under a random number."),
        choices=[],
    )

    @property
    def draft(self) -> Any:
        return uuid.UUID(self.assessment_id.data)
