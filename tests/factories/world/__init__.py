"""The World: two networks of three organisations, every role in each, and one of everything in every one of them.

A new table or a new id in an address enters it here. Add a function `fill(place)` to the module of the capability (or a
new module to `FILLERS` in `filling.py`) that makes one of it through its real command, and note its id:
`place.note("survey_id", survey.id)`, or `place.note("endpoint.name", …)` when an address takes only some of them. A form
that needs something certain in it is given that with `place.send("endpoint", field=…)`.
"""

from tests.factories.world.universe import Universe, make_universe
from tests.factories.world.worlds import World

__all__ = ["Universe", "World", "make_universe"]
