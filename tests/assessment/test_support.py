"""Evidence beside key actions: attached, offered again in the next cycle, held by a signature, seen as far as one's parts go."""

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from accountability import parts
from accountability.access import Actor
from accountability.assessment import queries
from accountability.assessment.commands import life
from accountability.assessment.commands.support import attach_evidence, confirm_evidence, detach_evidence
from accountability.assessment.domain.ratings import Answer
from accountability.assessment.domain.refusals import AssessmentIsSigned
from accountability.assessment.models import Assessment, Support
from accountability.assessment.queries.support import SUPPORT_USES, list_lacking, list_support
from accountability.database import NotFound
from accountability.evidence import commands as evidence
from accountability.evidence import queries as pieces
from accountability.evidence import uses
from accountability.evidence.domain import EvidenceId, EvidenceIsHeld, PieceDraft, Source
from accountability.standard.domain import Depth
from tests.evidence.conftest import begin_piece
from tests.factories.assessment import FIRST, level, rate, sign, start
from tests.support.tenants import Tenant

ELSEWHERE = "c02-b-voice-leadership"
Attach = Callable[..., Support]


@pytest.fixture
def officer(ours: Tenant) -> Actor:
    return ours.actor("officer")


@pytest.fixture
def running(session: Session, ours: Tenant) -> Assessment:
    """A quick scan of ours."""
    return start(ours, session)


@pytest.fixture
def piece_id(session: Session, officer: Actor, at) -> EvidenceId:
    return begin_piece(session, by=officer, at=at).id


@pytest.fixture
def attach(session, running, piece_id, officer, at) -> Attach:
    def attach(slug: str = FIRST, assessment: Assessment = running) -> Support:
        return attach_evidence(session, assessment, key_action=slug, evidence_id=piece_id, by=officer, at=at)

    return attach


def supported(session: Session, assessment: Assessment) -> list[str]:
    return sorted(list_support(session, assessment))


def next_cycle(session: Session, previous: Assessment, by: Actor, at) -> Assessment:
    return life.start_assessment(session, name="2027", depth=Depth.QUICK, previous_id=previous.id, by=by, at=at)


def test_one_piece_supports_several_key_actions(session, running, attach):
    attach()
    attach(ELSEWHERE)
    attach()
    assert supported(session, running) == sorted([FIRST, ELSEWHERE])


def test_a_piece_is_taken_off_and_stays(session, running, attach, piece_id):
    attach()
    detach_evidence(session, running, key_action=FIRST, evidence_id=piece_id)
    assert supported(session, running) == []
    assert pieces.get_piece(session, piece_id)
    with pytest.raises(NotFound):
        detach_evidence(session, running, key_action=FIRST, evidence_id=piece_id)


def test_nothing_is_attached_to_what_is_not_asked_or_not_ours(session, running, attach, theirs, officer, at):
    with pytest.raises(NotFound):
        attach("c99-z-nothing")
    with theirs.session() as other, other.begin():
        foreign = begin_piece(other, by=theirs.actor("officer"), at=at).id
    for evidence_id in (foreign, EvidenceId(uuid.uuid4())):
        with pytest.raises(NotFound):
            attach_evidence(session, running, key_action=FIRST, evidence_id=evidence_id, by=officer, at=at)


def test_only_a_level_that_wants_something_shown_lacks_it(session, ours, running, attach):
    rate(ours, session, running, FIRST, level(2))
    rate(ours, session, running, ELSEWHERE, level(1))
    assert [each.slug for each in list_lacking(session, running)] == [FIRST]
    attach()
    assert list_lacking(session, running) == []


def test_what_supported_the_cycle_before_is_offered_again_and_counts_once_confirmed(
    session, ours, running, attach, piece_id, officer, at
):
    attach()
    rate(ours, session, running, FIRST, level(3))
    sign(ours, session, running)
    following = next_cycle(session, running, officer, at)
    [offered] = list_support(session, following)[FIRST]
    assert not offered.is_confirmed
    rate(ours, session, following, FIRST, level(3))
    assert [each.slug for each in list_lacking(session, following)] == [FIRST]
    confirm_evidence(session, following, key_action=FIRST, evidence_id=piece_id, at=at)
    assert list_lacking(session, following) == []


def test_what_nobody_confirmed_is_gone_with_the_signature(session, ours, running, attach, officer, at):
    attach()
    rate(ours, session, running, FIRST, level(3))
    sign(ours, session, running)
    following = next_cycle(session, running, officer, at)
    rate(ours, session, following, FIRST, level(3))
    sign(ours, session, following)
    assert supported(session, following) == []
    assert supported(session, running) == [FIRST]


def test_what_a_signed_assessment_leans_on_stays(session, ours, running, attach, piece_id, officer, at):
    attach()
    rate(ours, session, running, FIRST, level(3))
    sign(ours, session, running)
    piece = pieces.get_piece(session, piece_id)
    said = PieceDraft(title=piece.title, source=Source.CONSTITUENT)
    for change in (
        lambda: evidence.remove_piece(session, piece, by=officer, at=at),
        lambda: evidence.describe_piece(session, piece, said, by=officer, at=at),
    ):
        with pytest.raises(EvidenceIsHeld):
            change()
    for deed in (
        lambda: attach(ELSEWHERE),
        lambda: detach_evidence(session, running, key_action=FIRST, evidence_id=piece_id),
    ):
        with pytest.raises(AssessmentIsSigned):
            deed()


def test_without_the_look_at_signatures_the_piece_would_go(session, ours, running, attach, piece_id, officer, at, monkeypatch):
    attach()
    rate(ours, session, running, FIRST, level(3))
    sign(ours, session, running)
    monkeypatch.setattr(uses, "_offered", [])
    evidence.remove_piece(session, pieces.get_piece(session, piece_id), by=officer, at=at)
    assert supported(session, running) == []


def test_the_database_freezes_support_too(session, ours, running, attach, piece_id, officer, at):
    attach()
    rate(ours, session, running, FIRST, level(3))
    sign(ours, session, running)
    more = Support(assessment_id=running.id, key_action=ELSEWHERE, evidence_id=piece_id, added_by_id=officer.member_id, added_at=at)
    with pytest.raises(DBAPIError):
        put(session, more)


def put(session: Session, row: Support) -> None:
    with session.begin_nested():
        session.add(row)


def test_a_piece_that_was_removed_supports_nothing_and_the_signature_forgets_it(
    session, ours, running, attach, piece_id, officer, at
):
    attach()
    rate(ours, session, running, FIRST, level(3))
    evidence.remove_piece(session, pieces.get_piece(session, piece_id), by=officer, at=at)
    assert supported(session, running) == []
    sign(ours, session, running)
    assert session.scalars(sa.select(Support)).all() == []


def test_a_limited_session_sees_the_pieces_of_its_parts(session, running, attach, piece_id):
    attach(ELSEWHERE)
    commitment = queries.get_key_action(session, running, slug=ELSEWHERE).commitment
    other = queries.get_key_action(session, running, slug=FIRST).commitment
    parts.narrow(session, frozenset({other}))
    with pytest.raises(NotFound):
        pieces.get_piece(session, piece_id)
    assert uses.uses_of(session, piece_id) == []
    parts.narrow(session, frozenset({commitment}))
    assert pieces.get_piece(session, piece_id).id == piece_id
    assert [use.place for use in uses.uses_of(session, piece_id)] == [running.name]
    parts.narrow(session, frozenset())
    assert pieces.list_pieces(session, today=running.started_at.date()) == []


def test_uses_say_where_a_piece_stands(session, running, attach, piece_id):
    attach()
    [use] = SUPPORT_USES.of(session, piece_id)
    assert (use.endpoint, use.address["key_action"], use.is_held) == ("assessment.rate_key_action", FIRST, False)


def test_the_pages_attach_confirm_and_take_off(sign_in, session, ours, running, piece_id, at):
    session.commit()
    client, card = sign_in("contributor"), f"/assessments/{running.id}/key-actions/{FIRST}"
    assert "Code of conduct" in client.get(f"{card}/evidence").text
    assert "Select at least one" in client.post(f"{card}/evidence", expect=422).text
    client.post(f"{card}/evidence", {"pieces": str(piece_id)})
    assert "Nothing more to choose from" in client.get(f"{card}/evidence").text
    client.post(f"{card}/evidence/{piece_id}/confirm")
    client.post(f"{card}/evidence/{piece_id}/detach")
    client.post(f"{card}/evidence/{piece_id}/detach", expect=404)
    client.get(f"{card}/evidence/add")
    there = client.post(f"{card}/evidence/add", {"title": "Minutes", "source": "document"}).location
    assert there.endswith("/files/add")
    assert supported(session, running) == [FIRST]
    assert "Nothing to show yet" in client.get(f"/assessments/{running.id}/evidence").text
    rate(ours, session, running, ELSEWHERE, level(3))
    rate(ours, session, running, FIRST, Answer())
    session.commit()
    assert "One key action lacks evidence" in client.get(f"/assessments/{running.id}/evidence").text
