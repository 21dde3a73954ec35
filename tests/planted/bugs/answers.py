"""Faults that would lose an answer, count it twice, or tell whose it is."""

from tests.planted.bug import Bug

MIXER, LISTENING = "accountability/survey/mixer.py", "accountability/survey/commands/listening.py"
STORED = ("tests/survey/test_commands_listening.py", "tests/survey/test_jobs.py", "tests/survey/test_queries.py")
TRACES = ("tests/attacks/test_survey_traces.py", "tests/attacks/test_survey_canary.py", *STORED)
ANSWERS = (
    Bug(
        name="answers are moved before a whole batch waits",
        file=MIXER,
        old="        return rows if len(rows) >= at_least else []\n",
        new="        return rows\n",
        tests=("tests/survey/test_commands_listening.py::test_what_another_worker_left_of_a_batch_is_none",),
    ),
    Bug(
        name="one answer of each batch is left in the intake too",
        file=MIXER,
        old="            self._forget([row.key_hash for row in rows])\n",
        new="            self._forget([row.key_hash for row in rows[1:] or rows])\n",
        tests=STORED,
    ),
    Bug(
        name="a form sent again counts again",
        file=MIXER,
        old='        if not self.connection.execute(once, execution_options={"preserve_rowcount": True}).rowcount:\n',
        new='        if self.connection.execute(once, execution_options={"preserve_rowcount": True}).rowcount < 0:\n',
        tests=STORED,
    ),
    Bug(
        name="the minute of an answer is kept",
        file=LISTENING,
        old="    hour = received_at.replace(minute=0, second=0, microsecond=0)\n",
        new="    hour = received_at\n",
        tests=TRACES,
    ),
    Bug(
        name="texts get the ids of the responses they came with",
        file=MIXER,
        old='            {"id": random_id(), "version": version, "question": int(number), "text": text, "state": TextState.UNREAD}\n'
        "            for one in answers\n",
        new='            {"id": row["id"], "version": version, "question": int(number), "text": text, "state": TextState.UNREAD}\n'
        "            for one, row in zip(answers, rows, strict=True)\n",
        tests=TRACES,
    ),
    Bug(
        name="a closed survey takes answers",
        file=LISTENING,
        old="    if survey.state is not SurveyState.OPEN:\n",
        new="    if survey.state is SurveyState.DRAFT:\n",
        tests=STORED,
    ),
    Bug(
        name="numbers are shown from one answer on",
        file="accountability/survey/queries/results.py",
        old='    return summarise(question.kind, counts=counts, answers=counts.get("", 0), threshold=threshold)\n',
        new='    return summarise(question.kind, counts=counts, answers=counts.get("", 0), threshold=1)\n',
        tests=("tests/survey/test_queries.py::test_nine_answers_to_a_question_stay_closed_even_when_ten_people_answered",),
    ),
    Bug(
        name="texts are listed while they are too few",
        file="accountability/survey/queries/results.py",
        old="    if result.summary.answers is None:\n        return []\n",
        new="",
        tests=STORED,
    ),
    Bug(
        name="the number of responses is told as a number",
        file="accountability/survey/queries/results.py",
        old="    return answers_class(responses) if responses >= survey.threshold else None\n",
        new="    return answers_class(responses)\n",
        tests=("tests/survey/test_queries.py", "tests/survey/test_routes_staff.py"),
    ),
    Bug(
        name="whether answers wait is told while the survey is open",
        file="accountability/survey/queries/results.py",
        old="    return survey.settled_at is not None and session.scalar(waiting) is not None\n",
        new="    return session.scalar(waiting) is not None\n",
        tests=STORED,
    ),
    Bug(
        name="somebody answers from another website",
        file="accountability/survey/routes/constituent.py",
        old="    _refuse_strangers()\n    web.knock",
        new="    web.knock",
        tests=("tests/survey/test_routes_constituent.py",),
    ),
    Bug(
        name="answers go to the version of now and not the one people saw",
        file="accountability/survey/routes/constituent.py",
        old="    return _take(survey, address, form, number)\n",
        new="    return _take(survey, address, form, survey.version)\n",
        tests=("tests/survey/test_routes_constituent.py",),
    ),
    Bug(
        name="an answer is acknowledged before it is stored",
        file="accountability/web.py",
        old="        if request.method not in READING and response.status_code < 400:\n            _commit()\n",
        new="        if request.method not in READING and response.status_code < 300 and rules is None:\n            _commit()\n",
        tests=("tests/survey/test_routes_constituent.py", "tests/machinery/test_web.py"),
    ),
    Bug(
        name="what the log says holds the words of a message",
        file="accountability/trouble.py",
        old='    return f"{found} in: {error.statement}" if isinstance(error, DBAPIError) else found\n',
        new='    return f"{found} {error} in: {error.statement}" if isinstance(error, DBAPIError) else f"{found} {error}"\n',
        tests=("tests/attacks/test_survey_troubles.py", "tests/attacks/test_survey_canary.py"),
    ),
    Bug(
        name="the limit keeps who knocked",
        file="accountability/throttle.py",
        old="            return hmac.new(self._key, who.encode(), hashlib.sha256).hexdigest()\n",
        new="            return who\n",
        tests=("tests/machinery/test_throttle.py", "tests/attacks/test_survey_traces.py"),
    ),
    Bug(
        name="a limit that is passed lets through",
        file="accountability/throttle.py",
        old="        if not is_allowed:\n",
        new="        if is_allowed is None:\n",
        tests=("tests/machinery/test_throttle.py",),
    ),
    Bug(
        name="the constituents' pages set a cookie",
        file="accountability/survey/routes/constituent.py",
        old='    closed = flask.make_response(page(state="closed", survey=survey, code=code, form=None, typed=typed))\n',
        new='    closed = flask.make_response(page(state="closed", survey=survey, code=code, form=None, typed=typed))\n'
        '    closed.set_cookie("seen", "1")\n',
        tests=(
            "tests/attacks/test_survey_traces.py",
            "tests/survey/test_routes_constituent.py",
            "tests/attacks/matrix/test_sweep.py",
        ),
    ),
)
