"""Faults in what an assessment adds up to: what is rounded, compared, counted, blended, shown too early."""

from tests.planted.bug import Bug

DOMAIN = "accountability/assessment/domain"
FORMULAS, PAGES = ("tests/assessment/test_formulas.py",), ("tests/assessment/test_results_routes.py",)
RESULTS = (
    Bug(
        name="an old formula weighs like the new one",
        file=f"{DOMAIN}/formulas.py",
        old='"1": Formula(version="1", is_weighted=False,',
        new='"1": Formula(version="1", is_weighted=True,',
        tests=FORMULAS,
    ),
    Bug(
        name="what is not applicable is compared as 0 when the pack says so",
        file=f"{DOMAIN}/scores.py",
        old="        scores = (replace(score, counting=Counting.LEFT_OUT) for score in self.scores)\n",
        new="        scores = self.scores\n",
        tests=FORMULAS,
    ),
    Bug(
        name="a half goes to the even number",
        file=f"{DOMAIN}/rounding.py",
        old="    return math.floor(value + HALF)\n",
        new="    return round(value)\n",
        tests=FORMULAS,
    ),
    Bug(
        name="a change compares means over different key actions",
        file=f"{DOMAIN}/trends.py",
        old="[now[slug] for slug in now if slug in shared])",
        new="list(now.values()))",
        tests=("tests/assessment/test_trends_domain.py",),
    ),
    Bug(
        name="one person’s word counts as several",
        file=f"{DOMAIN}/confidence.py",
        old="LEAST_MEMBERS = 2 ",
        new="LEAST_MEMBERS = 1 ",
        tests=("tests/assessment/test_confidence.py",),
    ),
    Bug(
        name="a target that somebody else chose is overwritten unseen",
        file=f"{DOMAIN}/marks.py",
        old="        if stands != choice.seen:\n",
        new="        if stands != choice.seen and stands is None:\n",
        tests=("tests/assessment/test_marks.py",),
    ),
    Bug(
        name="who rates blind is told what a reviewer sees",
        file="accountability/assessment/queries/results.py",
        old="    suggestions = {} if _rates_blind(session, assessment, by) else list_suggestions(session, assessment)\n",
        new="    suggestions = list_suggestions(session, assessment)\n",
        tests=PAGES,
    ),
    Bug(
        name="self and peer stand open while one rates blind",
        file="accountability/assessment/routes/peer.py",
        old="    suggestions = {} if standing.is_rating else queries.list_suggestions(here.session, assessment)\n",
        new="    suggestions = queries.list_suggestions(here.session, assessment)\n",
        tests=PAGES,
    ),
    Bug(
        name="levels cross versions without a mapping",
        file="accountability/assessment/queries/previous.py",
        old="    return None if mappings is None else comparable_answers(mappings, chosen)\n",
        new="    return chosen if mappings is None else comparable_answers(mappings, chosen)\n",
        tests=("tests/assessment/test_results_queries.py",),
    ),
)
