"""What the standard's own words are called on pages."""

from accountability.language import lazy
from accountability.standard.domain import Counting, Effort, Kind, PackStatus
from accountability.standard.domain.crosswalk import Strength
from accountability.standard.domain.editing import Act
from accountability.standard.domain.mapping import Fate

STATUSES = {
    PackStatus.DRAFT: lazy("Draft"),
    PackStatus.IN_REVIEW: lazy("In review"),
    PackStatus.CURRENT: lazy("Published"),
    PackStatus.RETIRED: lazy("Retired"),
}
KINDS = {Kind.POLICY: lazy("Policy"), Kind.PRACTICE: lazy("Practice")}
EFFORTS = {Effort.SMALL: lazy("Days"), Effort.MEDIUM: lazy("Weeks"), Effort.LARGE: lazy("Months")}
COUNTINGS = {
    Counting.LEFT_OUT: lazy("Not applicable is left out of means"),
    Counting.AS_ZERO: lazy("Not applicable counts as 0"),
}
FATES = {
    Fate.SAME: lazy("The same: results compare"),
    Fate.SPLIT: lazy("Split: the old level is shown beside each part"),
    Fate.MERGED: lazy("Merged: results compare when the old levels agree"),
    Fate.NEW: lazy("New: begins here"),
    Fate.DROPPED: lazy("Dropped: ends here"),
}
STRENGTHS = {Strength.COVERS: lazy("Covers it"), Strength.TOUCHES: lazy("Touches it")}
ACTS = {
    Act.DRAFTED: lazy("Began this version"),
    Act.BROUGHT_IN: lazy("Brought it in from a file"),
    Act.EDITED: lazy("Changed it"),
    Act.SENT: lazy("Sent it to review"),
    Act.RETURNED: lazy("Returned it to draft"),
    Act.APPROVED: lazy("Approved it"),
    Act.PUBLISHED: lazy("Published it"),
    Act.RETIRED: lazy("Retired it"),
    Act.TRANSLATED: lazy("Worked on a translation"),
    Act.MAPPED: lazy("Wrote down how it carries over"),
}
