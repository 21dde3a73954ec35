"""What is said about a key action and about the whole assessment."""

import enum


class WorkStatus(enum.Enum):
    """How far the work on a key action is; says nothing about its level."""

    TO_DO = "to-do"
    WORKING = "working"
    WAITING = "waiting"
    READY = "ready"


class ReviewKind(enum.Enum):
    """What can happen to the whole of an assessment."""

    RATING_CLOSED = "rating-closed"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    CHANGES_REQUESTED = "changes-requested"
    SIGNED = "signed"
    REOPENED = "reopened"
