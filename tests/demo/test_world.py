"""The demo region is invented, the same every time, and spread like the published figures."""

from collections import Counter
from datetime import date
from statistics import fmean, pstdev

import pytest

from accountability.demo.figures import (
    CHS,
    MEAN,
    OPTIMISM,
    ORIGINS,
    commitment_of,
    figure,
)
from accountability.demo.levels import LevelStory, Sheet, commitment_means, draw_sheets
from accountability.demo.names import (
    FAMILY_NAMES,
    GIVEN_NAMES,
    LANGUAGES,
    MAIN_ORGANISATION,
    ORGANISATION_NAMES,
    plain,
)
from accountability.demo.plan import round_name
from accountability.demo.stories import World
from accountability.demo.world import build_world

TODAY = date(2026, 11, 20)
KNOWN = (  # real organisations of the region: none of ours may be mistaken for one
    "Partners Albania", "CPCD", "MCIC", "KCSF", "CRNVO", "Građanske inicijative", "Civic Initiatives", "TUSEV",
    "CNVOS", "CERANEO", "Cenzura Plus", "STGM", "EHO", "Opportunity Associates Romania", "BCSDN",
    "Balkan Civil Society Development Network", "Accountable Now", "Centar za promociju civilnog društva",
    "Kuća ljudskih prava", "Žene u crnom", "Mavi Kalem Derneği", "Vaša prava", "Mreža za izgradnju mira",
    "Centar za nenasilnu akciju", "Zaklada Solidarna", "Mirovni institut", "Umanotera", "Slovenska filantropija",
    "Asociația Pro Democrația", "Fundația Comunitară", "Institut Alternativa", "Centar za građansko obrazovanje",
    "Lëvizja FOL", "Çohu", "Qendra Kosovare për Studime Gjinore", "Helsinški komitet", "Metamorfozis", "Polio Plus",
    "Crta", "YUCOM", "Fond B92", "Trag fondacija", "Ana i Vlade Divac", "TACSO", "Toplum Gönüllüleri Vakfı",
    "Tarih Vakfı", "Qendra Rinore Shkëndija",
)  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(today=TODAY)


@pytest.fixture(scope="module")
def sheets(world: World) -> list[dict[str, Sheet]]:
    return [draw_sheets(world, round_index=index) for index in range(4)]


def levels(sheets: dict[str, Sheet], code: str) -> list[int]:
    return [sheet[code].level or 0 for sheet in sheets.values() if sheet[code].level is not None]


def test_the_same_seed_gives_the_same_world(world: World) -> None:
    assert build_world(today=TODAY) == world
    assert draw_sheets(build_world(today=TODAY), round_index=2) == draw_sheets(world, round_index=2)


def test_another_seed_gives_another_world(world: World) -> None:
    assert build_world(today=TODAY, seed="other").surveys != world.surveys


def test_sixty_organisations_stand_in_ten_countries(world: World) -> None:
    counted = Counter(organisation.country for organisation in world.organisations)
    assert set(counted) == {"AL", "BA", "HR", "XK", "ME", "MK", "RO", "RS", "SI", "TR"}
    assert set(counted.values()) == {6}


def test_names_are_invented_and_none_returns(world: World) -> None:
    ours = [plain(name) for listed in ORGANISATION_NAMES.values() for name in listed]
    assert len(set(ours)) == 60
    assert not {name for name in ours for known in KNOWN if plain(known) == name or f"-{plain(known)}-" in f"-{name}-"}


def test_every_country_has_people_and_a_language() -> None:
    assert set(GIVEN_NAMES) == set(FAMILY_NAMES) == set(LANGUAGES) == set(ORGANISATION_NAMES)


def test_addresses_belong_to_nobody_and_to_one_person_each(world: World) -> None:
    emails = [organisation.owner.email for organisation in (world.secretariat, *world.organisations)]
    assert len(set(emails)) == 61
    assert all(email.endswith(".example") and email.isascii() for email in emails)


def test_the_main_organisation_comes_first_even_in_a_small_region() -> None:
    small = build_world(today=TODAY, size=12, responses=80)
    assert small.main.name == MAIN_ORGANISATION
    assert len({organisation.country for organisation in small.organisations}) == 10


@pytest.mark.parametrize(("size", "responses"), [(11, 80), (61, 80), (12, 79)])
def test_a_region_outside_its_limits_is_refused(size: int, responses: int) -> None:
    with pytest.raises(ValueError, match="12 to 60"):
        build_world(today=TODAY, size=size, responses=responses)


def test_every_mapping_names_its_source_and_its_reason() -> None:
    assert len(ORIGINS) == 48
    assert set(Counter(commitment_of(code) for code in ORIGINS).values()) == {4}
    assert all(origin.because and set(origin.sources) <= set(CHS) for origin in ORIGINS.values())


def test_the_published_means_are_those_of_the_source() -> None:
    assert (MEAN, OPTIMISM) == (2.556, 0.033)
    assert figure(CHS[9], "policy") == CHS[9].overall


def test_every_key_action_meets_its_target_over_the_past_rounds(sheets: list[dict[str, Sheet]]) -> None:
    for code, origin in ORIGINS.items():
        assert fmean(fmean(levels(sheet, code)) for sheet in sheets[:3]) == pytest.approx(origin.target, abs=0.12), code


def test_complaints_lie_well_below_the_mean_and_coordination_above(sheets: list[dict[str, Sheet]]) -> None:
    middle = fmean(level for sheet in sheets[:3] for code in ORIGINS for level in levels(sheet, code))
    assert fmean(fmean(levels(sheet, "c11-d")) for sheet in sheets[:3]) - middle == pytest.approx(-0.7, abs=0.1)
    assert fmean(fmean(levels(sheet, "c06-a")) for sheet in sheets[:3]) - middle == pytest.approx(0.4, abs=0.1)


def test_organisations_differ_as_much_as_real_ones(sheets: list[dict[str, Sheet]]) -> None:
    means = [commitment_means(sheet) for sheet in sheets[1].values()]
    assert all(0.5 < pstdev([mean[commitment] for mean in means]) < 0.9 for commitment in means[0])
    assert {level for code in ORIGINS for level in levels(sheets[1], code)} == {0, 1, 2, 3, 4}


def test_some_answers_are_not_levels(sheets: list[dict[str, Sheet]]) -> None:
    answers = [answer for sheet in sheets[0].values() for answer in sheet.values()]
    assert 20 < answers.count(LevelStory(level=None, is_applicable=False)) < 100
    assert 10 < answers.count(LevelStory(level=None)) < 60


def test_a_commitment_nobody_could_rate_counts_as_the_middle() -> None:
    assert commitment_means({})["c01"] == 2.0


def test_three_rounds_lie_behind_and_one_is_open(world: World) -> None:
    assert [past.name for past in world.past_rounds] == ["2023/24", "2024/25", "2025/26"]
    assert world.open_round.name == "2026/27"
    assert world.open_round.opens_on < TODAY < world.open_round.closes_on
    assert all(past.publishes_on < world.open_round.opens_on for past in world.past_rounds)
    assert world.open_round.opens_on < world.open_round.signed_on < world.open_round.closes_on


def test_organisations_join_and_leave_in_and_below_batches_of_five(world: World) -> None:
    first, second, third = (set(past.participants) for past in world.past_rounds)
    assert (len(first), len(first - second), len(second - first)) == (44, 2, 7)
    assert (len(second - third), len(third - second), len(first - third)) == (4, 3, 6)
    assert all(world.main.key in past.participants for past in (*world.past_rounds, world.open_round))


def test_listening_adds_up_to_the_responses_asked_for(world: World) -> None:
    assert world.responses == 5_040
    assert build_world(today=TODAY, size=14, responses=120).responses == 120
    assert sorted(survey.responses for survey in world.surveys)[:2] == [7, 12]


def test_one_survey_is_open_and_one_reply_is_overdue(world: World) -> None:
    assert [survey.organisation for survey in world.surveys if survey.closed_on is None] == [world.main.key]
    late = [survey for survey in world.surveys if survey.closed_on and survey.replied_on is None]
    assert [survey.organisation for survey in late] == [world.main.key]
    assert late[0].reply_by < TODAY
    assert all(survey.replied_on <= survey.reply_by for survey in world.surveys if survey.replied_on)


@pytest.mark.parametrize(
    ("day", "name"), [(date(2026, 6, 30), "2025/26"), (date(2026, 7, 1), "2026/27"), (date(2099, 8, 1), "2099/00")]
)
def test_a_round_is_named_after_its_working_year(day: date, name: str) -> None:
    assert round_name(day) == name
