"""Faults that would let one organisation see or touch what belongs to another."""

from tests.planted.bug import Bug

TENANCY = "accountability/tenancy.py"
TESTS = ("tests/machinery/test_tenancy.py",)
TENANTS = (
    Bug(
        name="queries are not narrowed to the organisation",
        file=TENANCY,
        old="        state.statement = state.statement.options(*_criteria(organisation_id))\n",
        new="        pass\n",
        tests=TESTS,
    ),
    Bug(
        name="a row of another organisation may be written",
        file=TENANCY,
        old="    elif row.organisation_id != organisation_id:\n        raise ForeignRow(type(row).__name__)\n",
        new="",
        tests=TESTS,
    ),
    Bug(
        name="a session keeps the rows of the organisation before",
        file=TENANCY,
        old="        session.expunge_all()\n",
        new="        pass\n",
        tests=TESTS,
    ),
    Bug(
        name="a question of another survey is found by its id",
        file="accountability/survey/queries/authoring.py",
        old="    if question is None or question.survey_id != survey.id:\n",
        new="    if question is None:\n",
        tests=("tests/survey/test_queries.py::test_a_question_of_another_survey_is_not_found",),
    ),
    Bug(
        name="a theme of another survey is found by its id",
        file="accountability/followup/queries/replies.py",
        old="    if theme is None or theme.survey_id != survey_id:\n",
        new="    if theme is None:\n",
        tests=("tests/followup",),
    ),
    Bug(
        name="an invitation of another network is found by its id",
        file="accountability/network/queries/networks.py",
        old="    if invitation is None or invitation.network_id != network.id:\n",
        new="    if invitation is None:\n",
        tests=("tests/network",),
    ),
    Bug(
        name="who left a network is still read by its coordinator",
        file="accountability/network/queries/networks.py",
        old='    if member is None or member.state is MembershipState.LEFT:\n        raise NotFound("member")\n',
        new='    if member is None:\n        raise NotFound("member")\n',
        tests=("tests/network",),
    ),
    Bug(
        name="a convenor acts in the place of its member",
        file="accountability/network/queries/networks.py",
        old="        sa.select(NetworkMember).where(NetworkMember.organisation_id == acting_for(session), NetworkMember.network_id == network_id)\n",
        new="        sa.select(NetworkMember).where(NetworkMember.network_id == network_id)\n",
        tests=("tests/network/test_commands.py::test_who_convenes_a_network_does_not_belong_to_it_by_that",),
    ),
    Bug(
        name="jobs lift the guard for the work itself",
        file="accountability/jobs.py",
        old="            act_for(session, organisation_id)\n            task(session, at=at)\n",
        new="            task(session, at=at)\n",
        tests=("tests/machinery/test_jobs.py",),
    ),
)
