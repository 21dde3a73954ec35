"""Small standards, answers and assessments to test with."""

from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.standard.domain import Cluster, Commitment, KeyAction, Kind, Pack, PackStatus


def level(number: int) -> Answer:
    return Answer(verdict=Verdict.LEVEL, level=number)


NOT_APPLICABLE = Answer(verdict=Verdict.NOT_APPLICABLE, reason="We have no staff")
DONT_KNOW = Answer(verdict=Verdict.DONT_KNOW)


def key_action(slug: str, kind: Kind = Kind.PRACTICE, *, quick: bool = True) -> KeyAction:
    return KeyAction(
        slug=slug,
        commitment=slug[:3],
        text=f"We do {slug}",
        kind=kind,
        descriptors=("a", "b", "c", "d", "e"),
        guiding_question="?",
        evidence_examples=("notes",),
        is_quick=quick,
        provenance="own",
        review_status="own",
    )


def commitment(number: int, *key_actions: KeyAction) -> Commitment:
    slug = f"c{number:02}"
    return Commitment(slug, number, f"Commitment {number}", "We promise", key_actions, "own", "own")


def pack(*commitments: Commitment) -> Pack:
    cluster = Cluster("a", "A", "Cluster", commitments, "own", "own")
    return Pack("p", "1", "Pack", PackStatus.CURRENT, ("en",), "own", (), (cluster,), "own", "own")
