"""Pages of benchmarks: contribute, compare, and the frozen release as a file."""

import uuid
from typing import TYPE_CHECKING

from flask import Response, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from accountability.assessment import queries as assessment_queries
from accountability.benchmark import commands, domain, queries
from accountability.benchmark.access import CONTRIBUTE_ASSESSMENT, READ_BENCHMARKS
from accountability.language import format_date
from accountability.language import gettext as _
from accountability.network import queries as network_queries
from accountability.network.domain import RoundId
from accountability.web import Pages, go, here, page, say, submitted
from forms.benchmark import ContributeAssessmentForm

if TYPE_CHECKING:
    from accountability.assessment.models import Assessment

pages = Pages("benchmark", __name__, url_prefix="/benchmarks")


@pages.get("", access=READ_BENCHMARKS)
def list_benchmarks() -> ResponseReturnValue:
    """Every round we take part in or convene, and what came of it."""
    return page(listed=queries.list_benchmarks(here.session, today=here.now.date()), why=domain.hidden_because)


@pages.get("/<uuid:round_id>", access=READ_BENCHMARKS)
def show_benchmark(round_id: uuid.UUID) -> ResponseReturnValue:
    """A round's release with our own place beside it; a coordinator sees the same figures."""
    shown = queries.get_benchmark(here.session, RoundId(round_id), today=here.now.date())
    return page(
        benchmark=shown,
        titles=queries.commitment_titles(),
        hidden=domain.hidden_because(shown.withheld.reason) if shown.withheld else None,
        fewer=queries.why_fewer(shown),
    )


@pages.get("/<uuid:round_id>.json", access=READ_BENCHMARKS)
def download_release(round_id: uuid.UUID) -> ResponseReturnValue:
    """The release as it was frozen, with what is needed to check its digest. Takes no parameters."""
    release = queries.get_release(here.session, RoundId(round_id), today=here.now.date())
    text = domain.canonical({"release": release.document, "previous": release.previous, "digest": release.digest})
    return Response(
        text, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="release-{round_id}.json"'}
    )


@pages.get("/<uuid:round_id>/contribute", access=CONTRIBUTE_ASSESSMENT)
@pages.post("/<uuid:round_id>/contribute", access=CONTRIBUTE_ASSESSMENT)
def contribute_assessment(round_id: uuid.UUID) -> ResponseReturnValue:
    """Choose a signed-off assessment and share its bands into a round."""
    row = network_queries.get_participation(here.session, RoundId(round_id))
    signed = assessment_queries.list_signed_assessments(here.session)
    form = ContributeAssessmentForm(request.form, data={"assessment_id": str(signed[0].id)} if signed else None)
    form.assessment_id.choices = [SelectChoice(str(each.id), _label(each)) for each in signed]
    if submitted(form):
        assessment = next(each for each in signed if each.id == form.draft)
        with form.showing_refusals():
            commands.contribute_assessment(here.session, row, assessment, by=here.actor, at=here.now)
            say(_("Your bands are in. Until the round closes you can replace or withdraw them."))
            return go("network.show_round", round_id=round_id)
    return page(form=form, row=row, signed=signed)


def _label(assessment: "Assessment") -> str:
    signed_on = format_date(assessment.signed_at) if assessment.signed_at else ""
    return _("%(name)s, signed off on %(date)s", name=assessment.name, date=signed_on)
