"""Of whom a key action is asked: rules as truth tables. No database."""

from dataclasses import replace

import pytest

from accountability.organisation.domain import OrganisationType, SizeBand, Traits
from accountability.standard.domain import LeftOutFor, Pack, asked_of
from tests.factories.standard import content, read

FEW = Traits(size_band=SizeBand.VOLUNTEERS, country="MK", kind=OrganisationType.GRASSROOTS)
MANY = Traits(size_band=SizeBand.LARGE, country="RS", kind=OrganisationType.FOUNDATION)
NOT_SAID = Traits(size_band=SizeBand.VOLUNTEERS, country="MK")

BY_SIZE = LeftOutFor(because="by size", size_bands=frozenset({SizeBand.VOLUNTEERS, SizeBand.SMALL}))
BY_COUNTRY = LeftOutFor(because="by country", countries=frozenset({"MK"}))
BY_TYPE = LeftOutFor(because="by type", types=frozenset({OrganisationType.GRASSROOTS}))
BY_ALL = LeftOutFor(because="by all", size_bands=BY_SIZE.size_bands, countries=BY_COUNTRY.countries, types=BY_TYPE.types)
BY_NOTHING = LeftOutFor(because="by nothing")


@pytest.mark.parametrize(
    ("rule", "traits", "holds"),
    [
        (BY_SIZE, FEW, True),
        (BY_SIZE, MANY, False),
        (BY_SIZE, Traits(), False),
        (BY_COUNTRY, FEW, True),
        (BY_COUNTRY, MANY, False),
        (BY_COUNTRY, Traits(), False),
        (BY_TYPE, FEW, True),
        (BY_TYPE, MANY, False),
        (BY_TYPE, NOT_SAID, False),
        (BY_ALL, FEW, True),
        (BY_ALL, NOT_SAID, False),
        (BY_ALL, replace(FEW, country="RS"), False),
        (BY_ALL, replace(FEW, size_band=SizeBand.LARGE), False),
        (BY_ALL, replace(FEW, kind=OrganisationType.OTHER), False),
        (BY_NOTHING, FEW, False),
    ],
)
def test_a_rule_holds_when_every_condition_it_names_does(rule: LeftOutFor, traits: Traits, holds: bool) -> None:
    assert rule.holds_for(traits) is holds


def pack_with(*rules: LeftOutFor) -> Pack:
    """The small pack with rules on its second key action."""
    pack = read(content())
    first, second = pack.key_actions
    commitment = replace(pack.commitments[0], key_actions=(first, replace(second, left_out_for=rules)))
    return replace(pack, clusters=(replace(pack.clusters[0], commitments=(commitment,)),))


def test_what_is_left_out_is_gone_from_the_pack_and_says_why() -> None:
    asked = asked_of(pack_with(BY_COUNTRY), FEW)
    assert [action.slug for action in asked.pack.key_actions] == ["c01-a-ask"]
    assert asked.left_out == {"c01-b-answer": "by country"}


def test_the_first_rule_that_holds_gives_the_reason() -> None:
    assert asked_of(pack_with(BY_NOTHING, BY_SIZE, BY_TYPE), FEW).left_out == {"c01-b-answer": "by size"}


def test_whom_no_rule_names_is_asked_everything() -> None:
    pack = pack_with(BY_SIZE, BY_COUNTRY, BY_TYPE, BY_ALL)
    assert asked_of(pack, MANY).pack == pack
    assert asked_of(pack, MANY).left_out == {}


def test_a_commitment_of_which_nothing_is_asked_stays_and_is_empty() -> None:
    emptied = read(content()).without({"c01-a-ask", "c01-b-answer"})
    assert [(commitment.slug, commitment.key_actions) for commitment in emptied.commitments] == [("c01-listen", ())]


def test_a_pack_narrowed_to_no_commitment_has_no_cluster_either() -> None:
    pack = read(content())
    assert pack.narrowed_to({"c01-listen"}) == pack
    assert pack.narrowed_to(set()).clusters == ()
