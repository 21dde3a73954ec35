"""Evidence beside a key action: what supports it, what is offered again, and where something is wanted."""

import uuid
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from accountability.assessment.commands.support import attach_evidence as attach
from accountability.assessment.commands.support import confirm_evidence as confirm
from accountability.assessment.commands.support import detach_evidence as detach
from accountability.assessment.models import Assessment
from accountability.assessment.queries import get_key_action, list_answers
from accountability.assessment.queries.support import list_lacking, list_support
from accountability.assessment.routes.pages import load, names, pages
from accountability.evidence import commands as evidence
from accountability.evidence.access import ADD_EVIDENCE, READ_EVIDENCE
from accountability.evidence.domain import EvidenceId, is_expired
from accountability.evidence.queries import list_pieces
from accountability.language import gettext as _
from accountability.web import go, here, page, say, submitted
from forms.evidence import SOURCES, AttachEvidenceForm, PieceForm


def support_of(assessment: Assessment, key_action: str) -> dict[str, Any]:
    """What `assessment/_support.html` needs, for the page of a card."""
    today = here.now.date()
    return {
        "support": list_support(here.session, assessment).get(key_action, []),
        "sources": SOURCES,
        "is_expired": lambda piece: is_expired(piece.expires_on, today=today),
    }


@pages.get("/<uuid:assessment_id>/key-actions/<key_action>/evidence", access=ADD_EVIDENCE)
@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/evidence", access=ADD_EVIDENCE)
def attach_evidence(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """Choose among the pieces that there are."""
    assessment = load(assessment_id)
    action = get_key_action(here.session, assessment, slug=key_action)
    attached = {each.piece.id for each in list_support(here.session, assessment).get(key_action, []) if each.is_confirmed}
    pieces = [piece for piece in list_pieces(here.session, today=here.now.date()) if piece.id not in attached]
    form = AttachEvidenceForm(request.form, pieces=[(str(piece.id), piece.title) for piece in pieces])
    if submitted(form):
        with form.showing_refusals():
            for evidence_id in form.draft:
                _attach(assessment, key_action, EvidenceId(evidence_id))
            say(_("Evidence attached."))
            return _back(assessment, key_action)
    return page(assessment=assessment, action=action, form=form, pieces=pieces)


@pages.get("/<uuid:assessment_id>/key-actions/<key_action>/evidence/add", access=ADD_EVIDENCE)
@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/evidence/add", access=ADD_EVIDENCE)
def add_evidence(assessment_id: uuid.UUID, key_action: str) -> ResponseReturnValue:
    """Begin a new piece for this key action; its files come next."""
    assessment = load(assessment_id)
    action, form = get_key_action(here.session, assessment, slug=key_action), PieceForm(request.form)
    if submitted(form):
        with form.showing_refusals():
            piece = evidence.add_piece(here.session, form.draft, by=here.actor, at=here.now)
            _attach(assessment, key_action, piece.id)
            return go("evidence.send_files", evidence_id=piece.id)
    return page(assessment=assessment, action=action, form=form)


@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/evidence/<uuid:evidence_id>/confirm", access=ADD_EVIDENCE)
def confirm_evidence(assessment_id: uuid.UUID, key_action: str, evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Say that what is offered again still shows it."""
    assessment = load(assessment_id)
    confirm(here.session, assessment, key_action=key_action, evidence_id=EvidenceId(evidence_id), at=here.now)
    say(_("Confirmed for this cycle."))
    return _back(assessment, key_action)


@pages.post("/<uuid:assessment_id>/key-actions/<key_action>/evidence/<uuid:evidence_id>/detach", access=ADD_EVIDENCE)
def detach_evidence(assessment_id: uuid.UUID, key_action: str, evidence_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a piece does not support a key action."""
    assessment = load(assessment_id)
    detach(here.session, assessment, key_action=key_action, evidence_id=EvidenceId(evidence_id))
    say(_("Taken off. The evidence itself is still there."))
    return _back(assessment, key_action)


@pages.get("/<uuid:assessment_id>/evidence", access=READ_EVIDENCE)
def show_lacking_evidence(assessment_id: uuid.UUID) -> ResponseReturnValue:
    """The key actions whose level wants something shown, and nothing shows it."""
    assessment = load(assessment_id)
    answers = list_answers(here.session, assessment)
    lacking = list_lacking(here.session, assessment, answers=answers)
    return page(assessment=assessment, lacking=lacking, answers=answers, names=names())


def _attach(assessment: Assessment, key_action: str, evidence_id: EvidenceId) -> None:
    attach(here.session, assessment, key_action=key_action, evidence_id=evidence_id, by=here.actor, at=here.now)


def _back(assessment: Assessment, key_action: str) -> ResponseReturnValue:
    return go("assessment.rate_key_action", assessment_id=assessment.id, key_action=key_action)
