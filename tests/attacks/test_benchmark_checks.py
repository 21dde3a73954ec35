"""A01, A04, A05, A08–A10, A12, A18, A19 on a release that is about to go out; each is also run against a planted fault."""

import dataclasses
import inspect
import uuid
from collections.abc import Callable, Mapping, Sequence
from random import Random

import pytest

from accountability.benchmark import domain
from accountability.benchmark.domain import BANDS, Band, ContributorKey, Panel, ReleaseUnderTest

COMMITMENTS = tuple(f"commitment-{number:02}" for number in range(12))
Bands = dict[ContributorKey, dict[str, Band]]


def _bands(count: int, *, seed: int = 1) -> Bands:
    random = Random(seed)
    keys = [ContributorKey(uuid.UUID(int=number)) for number in range(1, count + 1)]
    return {key: {commitment: random.choice(BANDS) for commitment in COMMITMENTS} for key in keys}


def _release(bands: Bands, *, earlier: Sequence[Panel] = ()) -> ReleaseUnderTest:
    panel = domain.choose_panel(bands, earlier=earlier, seed="2026")
    assert panel is not None
    counted = [bands[key] for key in panel.members if key in bands]
    figures = domain.figures_of(counted, commitments=COMMITMENTS, ranks=panel.ranks)
    document = domain.release_document(group="Network", size=len(panel.members), figures=figures, round_name="2026")
    return ReleaseUnderTest(
        document=document, panel=panel, chosen_again=panel, earlier=earlier, bands=counted, commitments=COMMITMENTS
    )


@pytest.mark.parametrize("size", [10, 13, 14, 18, 19, 27, 28, 60, 200])
def test_an_unmodified_release_passes_every_check(size: int) -> None:
    assert domain.failed_checks(_release(_bands(size))) == []


@pytest.mark.parametrize("size", [10, 14, 30])
def test_an_unmodified_second_release_passes_every_check(size: int) -> None:
    first = _release(_bands(size))
    assert domain.failed_checks(_release(_bands(size, seed=2), earlier=[first.panel])) == []


def _with_ranks(release: ReleaseUnderTest, *ranks: int) -> ReleaseUnderTest:
    panel = dataclasses.replace(release.panel, ranks=ranks)
    figures = domain.figures_of(release.bands, commitments=COMMITMENTS, ranks=ranks)
    return dataclasses.replace(release, panel=panel, chosen_again=panel, document={**release.document, "figures": figures})


def _small(release: ReleaseUnderTest) -> ReleaseUnderTest:
    few = frozenset(sorted(release.panel.members)[:9])
    return dataclasses.replace(release, panel=Panel(members=few, ranks=release.panel.ranks), bands=release.bands[:9])


def _one_newcomer(release: ReleaseUnderTest) -> ReleaseUnderTest:
    before = Panel(members=frozenset(sorted(release.panel.members)[1:]), ranks=release.panel.ranks)
    return dataclasses.replace(release, earlier=[before])


def _counted_twice(release: ReleaseUnderTest) -> ReleaseUnderTest:
    return dataclasses.replace(release, bands=[*release.bands, release.bands[0]])


def _fresh_noise(release: ReleaseUnderTest) -> ReleaseUnderTest:
    figures = {commitment: ["0–20"] * len(names) for commitment, names in release.document["figures"].items()}
    return dataclasses.replace(release, document={**release.document, "figures": figures})


def _hidden_by_score(release: ReleaseUnderTest) -> ReleaseUnderTest:
    figures = {**release.document["figures"], COMMITMENTS[0]: []}
    return dataclasses.replace(release, document={**release.document, "figures": figures})


def _panel_by_score(release: ReleaseUnderTest) -> ReleaseUnderTest:
    return dataclasses.replace(release, chosen_again=Panel(members=release.panel.members, ranks=(7,)))


def _exact_number(release: ReleaseUnderTest) -> ReleaseUnderTest:
    return dataclasses.replace(release, document={**release.document, "organisations": "20"})


def _narrow_class(release: ReleaseUnderTest) -> ReleaseUnderTest:
    return dataclasses.replace(release, document={**release.document, "organisations": "19–21"})


def _one_more_field(release: ReleaseUnderTest) -> ReleaseUnderTest:
    return dataclasses.replace(release, document={**release.document, "mean": 55})


def _finer_grid(release: ReleaseUnderTest) -> ReleaseUnderTest:
    figures = {**release.document["figures"], COMMITMENTS[0]: ["40–42"] * len(release.panel.ranks)}
    return dataclasses.replace(release, document={**release.document, "figures": figures})


PLANTED: list[tuple[str, Callable[[ReleaseUnderTest], ReleaseUnderTest]]] = [
    ("A01 small group", _small),
    ("A04 earlier releases", _one_newcomer),
    ("A05 joining and leaving", _one_newcomer),
    ("A08 outlier", lambda release: _with_ranks(release, 1, 10, 20)),
    ("A08 outlier", lambda release: _with_ranks(release, 5, 9, 13)),
    ("A08 outlier", lambda release: _with_ranks(release)),
    ("A09 dominance", _counted_twice),
    ("A10 repetition", _fresh_noise),
    ("A12 inference from hiding", _hidden_by_score),
    ("A12 inference from hiding", _panel_by_score),
    ("A18 side fields", _one_more_field),
    ("A18 side fields", _finer_grid),
    ("A19 counting", _exact_number),
    ("A19 counting", _narrow_class),
]


@pytest.mark.parametrize(("name", "plant"), PLANTED)
def test_a_planted_fault_is_caught(name: str, plant: Callable[[ReleaseUnderTest], ReleaseUnderTest]) -> None:
    assert name in domain.failed_checks(plant(_release(_bands(20))))


def test_the_planted_faults_cover_every_check() -> None:
    assert {name for name, _ in PLANTED} == set(domain.CHECKS)


def _is_blind(choose: Callable[[Bands], object]) -> bool:
    """A12: replace all scores twenty times; what is shown must not move."""
    return len({repr(choose(_bands(23, seed=seed))) for seed in range(20)}) == 1


def test_which_figures_are_shown_does_not_depend_on_a_score() -> None:
    first = _release(_bands(18)).panel
    assert _is_blind(lambda bands: sorted(_release(bands, earlier=[first]).panel.members))
    assert _is_blind(lambda bands: _release(bands, earlier=[first]).panel.ranks)


def test_a_choice_that_reads_scores_is_noticed() -> None:
    def avoid_agreement(bands: Bands) -> list[str]:
        return [name for name in COMMITMENTS if sum(found[name] == 0 for found in bands.values()) < 5]

    assert not _is_blind(avoid_agreement)


def test_choosing_a_panel_takes_no_scores() -> None:
    assert set(inspect.signature(domain.choose_panel).parameters) == {"active", "earlier", "seed", "gone"}


def _shifted(bands: Bands, spread: Mapping[int, int]) -> Bands:
    return {key: {name: Band(spread[band]) for name, band in found.items()} for key, found in bands.items()}


def test_one_outlier_moves_no_figure() -> None:
    calm = _shifted(_bands(20), {0: 1, 1: 1, 2: 2, 3: 3, 4: 3})
    wild = {**calm, min(calm): dict.fromkeys(COMMITMENTS, BANDS[0])}
    low = {key: found for key, found in calm.items() if key != min(calm)} | {min(calm): dict.fromkeys(COMMITMENTS, BANDS[1])}
    assert _release(wild).document == _release(low).document
