"""How many kinds of source stand behind a commitment: true on paper, and as it is counted in each way of rating."""

import pytest

from accountability.assessment.domain.confidence import Behind, SourceKind, kinds_of_source
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.scores import score
from accountability.standard.domain import Depth
from tests.factories.assessment import DONT_KNOW, commitment, key_action, level, pack

DOCUMENT, STAFF, PARTNER, CONSTITUENT = SourceKind
TWO = pack(commitment(1, key_action("c01-a"), key_action("c01-b")), commitment(2, key_action("c02-a")))
RATED = level(2)


def kinds(behind: Behind, answer: Answer = RATED):
    first, _second = score(TWO, depth=Depth.FULL, answers={"c01-a": answer}).scores
    return kinds_of_source(first, behind)


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        (Behind(), ()),
        (Behind(evidence={"c01-b": [DOCUMENT]}), (DOCUMENT,)),
        (Behind(evidence={"c01-a": [PARTNER], "c01-b": [DOCUMENT, PARTNER]}), (DOCUMENT, PARTNER)),
        (Behind(evidence={"c02-a": [DOCUMENT]}), ()),
        (Behind(members={"c01": 1}), ()),
        (Behind(members={"c01": 2}), (STAFF,)),
        (Behind(members={"c02": 9}), ()),
        (Behind(reviewed={"c01-b"}), (PARTNER,)),
        (Behind(reviewed={"c02-a"}), ()),
        (Behind(heard={"c01"}), (CONSTITUENT,)),
        (Behind(heard={"c02"}), ()),
        (
            Behind(evidence={"c01-a": [DOCUMENT]}, members={"c01": 2}, reviewed={"c01-a"}, heard={"c01"}),
            (DOCUMENT, STAFF, PARTNER, CONSTITUENT),
        ),
    ],
)
def test_confidence_is_the_kinds_of_source_of_this_commitment(behind, found):
    assert kinds(behind) == found


def test_members_who_chose_no_level_are_no_source():
    assert kinds(Behind(members={"c01": 9}), DONT_KNOW) == ()
