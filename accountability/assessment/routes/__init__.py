"""Speaks HTTP about assessments: their life, their cards, what they add up to."""

from accountability.assessment.routes import cards as cards
from accountability.assessment.routes import life as life
from accountability.assessment.routes import results as results
from accountability.assessment.routes import support as support
from accountability.assessment.routes.pages import pages as pages
