"""Speaks HTTP about assessments: their life, their cards, what they add up to."""

from accountability.assessment.routes import agreeing as agreeing
from accountability.assessment.routes import arithmetic as arithmetic
from accountability.assessment.routes import cards as cards
from accountability.assessment.routes import checks as checks
from accountability.assessment.routes import crosswalks as crosswalks
from accountability.assessment.routes import gap as gap
from accountability.assessment.routes import life as life
from accountability.assessment.routes import peer as peer
from accountability.assessment.routes import results as results
from accountability.assessment.routes import review as review
from accountability.assessment.routes import sheet_meanings as sheet_meanings
from accountability.assessment.routes import sheets as sheets
from accountability.assessment.routes import spread as spread
from accountability.assessment.routes import support as support
from accountability.assessment.routes import talk as talk
from accountability.assessment.routes import targets as targets
from accountability.assessment.routes import team as team
from accountability.assessment.routes import trends as trends
from accountability.assessment.routes.pages import pages as pages
