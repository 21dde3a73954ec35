"""What operators type when they work on the standard."""

from forms.standard.items import AddKeyActionForm, CommitmentForm, HeaderForm, KeyActionForm, RemoveForm
from forms.standard.labels import ACTS, COUNTINGS, EFFORTS, FATES, KINDS, STATUSES, STRENGTHS
from forms.standard.mapping import MapVersionForm
from forms.standard.translating import NewLanguageForm, TranslateForm, make_translate_form
from forms.standard.versions import BeginVersionForm, BringInForm, BringInTableForm, ConfirmForm, ReviewForm

__all__ = [
    "ACTS",
    "COUNTINGS",
    "EFFORTS",
    "FATES",
    "KINDS",
    "STATUSES",
    "STRENGTHS",
    "AddKeyActionForm",
    "BeginVersionForm",
    "BringInForm",
    "BringInTableForm",
    "CommitmentForm",
    "ConfirmForm",
    "HeaderForm",
    "KeyActionForm",
    "MapVersionForm",
    "NewLanguageForm",
    "RemoveForm",
    "ReviewForm",
    "TranslateForm",
    "make_translate_form",
]
