"""Faults in the review of an assessment and in what is said beside it."""

from tests.planted.bug import Bug

REVIEWING = "accountability/assessment/commands/review.py"
TALK = "accountability/assessment/queries/talk.py"
TESTED = ("tests/assessment/test_review.py", "tests/assessment/test_talk.py")
REVIEW = (
    Bug(
        name="what is submitted can be answered on",
        file="accountability/assessment/domain/writing.py",
        old="    if is_submitted:\n        raise AssessmentIsSubmitted\n    if standing.way.is_blind:\n",
        new="    if standing.way.is_blind:\n",
        tests=TESTED,
    ),
    Bug(
        name="an assessment is submitted while people rate alone",
        file=REVIEWING,
        old="    check_settled(way=assessment.way, is_closed=assessment.is_rating_closed)\n",
        new="",
        tests=TESTED,
    ),
    Bug(
        name="opening again leaves no trace",
        file=REVIEWING,
        old="    note_step(session, assessment, ReviewKind.REOPENED, words=said, by=by, at=at)\n",
        new="",
        tests=TESTED,
    ),
    Bug(
        name="what was signed once and is open again can be removed",
        file="accountability/assessment/commands/life.py",
        old="    check_never_signed(was_signed=queries.was_signed(session, assessment))\n",
        new="",
        tests=TESTED,
    ),
    Bug(
        name="a reviewer reads threads outside of their parts",
        file=TALK,
        old="    said = sa.select(Comment).where(Comment.assessment_id == assessment.id, Comment.key_action.in_(_slugs(session, assessment)))\n",
        new="    said = sa.select(Comment).where(Comment.assessment_id == assessment.id)\n",
        tests=TESTED,
    ),
    Bug(
        name="anybody removes anybody's words",
        file="accountability/assessment/commands/comments.py",
        old="    check_removing(is_own=comment.member_id == by.member_id,",
        new="    check_removing(is_own=True,",
        tests=TESTED,
    ),
    Bug(
        name="the next cycle goes with the one before",
        file="accountability/trash.py",
        old="                    if loose and mapper.local_table is parent:\n",
        new="                    if False:\n",
        tests=("tests/assessment/test_life.py",),
    ),
)
