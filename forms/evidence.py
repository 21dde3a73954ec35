"""What people type about evidence, and the words in which states, sources and findings are said."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from accountability.evidence import domain
from accountability.evidence.domain import Fault, FileState, Found, Show, Source, Why
from accountability.language import gettext as _
from accountability.language import lazy
from forms.base import Form
from forms.fields import choices, line, paragraph, tidy
from forms.validators import AtMost, Entered

SOURCES = {
    Source.DOCUMENT: lazy("A document"),
    Source.STAFF: lazy("Our staff and volunteers"),
    Source.PARTNER: lazy("A partner"),
    Source.CONSTITUENT: lazy("People we work for and with"),
}
SOURCE_HELP = {
    Source.DOCUMENT: lazy("A policy, minutes, a report, a budget."),
    Source.STAFF: lazy("What colleagues say or have written down."),
    Source.PARTNER: lazy("What another organisation, a donor or an evaluator says."),
    Source.CONSTITUENT: lazy("What people told you, in a survey, a meeting or a letter."),
}
SHOWS = {Show.ALL: lazy("All"), Show.EXPIRING: lazy("Over soon"), Show.EXPIRED: lazy("Over")}
# State: its word, and its tone.
STATES = {
    FileState.ANNOUNCED: (lazy("Missing"), "danger"),
    FileState.WAITING: (lazy("Waiting to be checked"), "sky"),
    FileState.CHECKING: (lazy("Being checked"), "sky"),
    FileState.WAITING_FOR_SCAN: (lazy("Waiting for the virus check"), "sun"),
    FileState.ASKS: (lazy("Needs your answer"), "sun"),
    FileState.READY: (lazy("Ready"), "brand"),
    FileState.REFUSED: (lazy("Not taken"), "danger"),
}
FAULTS = {
    Fault.EMPTY: lazy("There is nothing in it."),
    Fault.NOT_TAKEN: lazy(
        "This is none of the kinds of file that are taken: PDF, pictures (PNG, JPEG, WebP), Word, Excel, PowerPoint or "
        "OpenDocument without macros, plain text and CSV."
    ),
    Fault.MACROS: lazy("It holds macros, which could run on your colleagues’ computers. Save it without macros and add it again."),
    Fault.TWO_KINDS: lazy("It is two kinds of file in one, as attackers make them. Save it anew and add it again."),
    Fault.DAMAGED: lazy("It is damaged. Open it on your computer, save it anew and add it again."),
    Fault.TOO_MUCH_INSIDE: lazy("It unpacks to far more than it seems to hold, so it was not opened."),
    Fault.TOO_MANY_PIXELS: lazy("The picture is larger than 50 million pixels. Make it smaller and add it again."),
    Fault.TOO_MANY_PAGES: lazy("It has more than 3,000 pages. Add only the pages that show it."),
    Fault.TOO_LONG: lazy("Checking it took too long. Save it in a simpler form and add it again."),
    Fault.INFECTED: lazy("The virus scanner knows something harmful in it. It was deleted here; look at where it came from."),
    Fault.NO_ROOM: lazy("There was no room left for it. Remove what is not needed and add it again."),
}
FOUND = {
    Found.PLACE: lazy("a place (GPS)"),
    Found.AUTHOR: lazy("an author"),
    Found.DEVICE: lazy("a camera or device"),
    Found.TIME: lazy("dates and times"),
    Found.COMPANY: lazy("a company"),
    Found.WORDS: lazy("a title, description or comment that is not shown"),
    Found.PROGRAM: lazy("the program it was made with"),
    Found.SCRIPT: lazy("something that would run by itself"),
    Found.COMMENTERS: lazy("names of people who commented or changed it"),
}
WHYS = {
    Why.LOCKED: lazy("It is locked with a password."),
    Why.SIGNED: lazy("Somebody signed it; written anew, the signature would no longer hold."),
    Why.UNREADABLE: lazy("Our programs cannot read all of it."),
}
WHAT_IS_TAKEN = lazy("PDF, pictures, Word, Excel, PowerPoint or OpenDocument without macros, plain text, CSV.")


class PieceForm(Form):
    """What a piece shows, where it comes from, and until when it holds."""

    title = line("Title", enter="Enter a title for this piece of evidence", most=domain.LONGEST_TITLE)
    source = RadioField(
        lazy("Where does it come from?"),
        choices=[SelectChoice(each.value, SOURCES[each], render_kw={"description": SOURCE_HELP[each]}) for each in Source],
        validators=[Entered("Select where it comes from")],
    )
    description = paragraph(
        "What it shows", most=domain.LONGEST_DESCRIPTION, render_kw={"rows": 3}, description=lazy("For those who read it later.")
    )
    expires_on = DateField(
        lazy("Holds until"),
        validators=[Optional()],
        description=lazy("For policies, insurances and the like. We write to you a month before, and when it is over."),
    )

    @property
    def draft(self) -> domain.PieceDraft:
        return domain.PieceDraft(
            title=self.title.data or "",
            source=Source(self.source.data),
            description=self.description.data or "",
            expires_on=self.expires_on.data,
        )

    def validate_expires_on(self, field: Any) -> None:
        """A day that calendars of people have."""
        if field.data and not date(1990, 1, 1) <= field.data <= date(2100, 1, 1):
            raise ValidationError(_("Enter a day between 1990 and 2100"))


class LinkForm(Form):
    """An address that shows it."""

    url = line(
        "Address",
        enter="Enter the address of the page",
        most=domain.LONGEST_ADDRESS,
        render_kw={"inputmode": "url", "autocomplete": "off", "dir": "ltr"},
        description=lazy("As it stands in your browser, such as https://example.org/policy. We never open it ourselves."),
    )
    label = StringField(lazy("What is there"), filters=[tidy], validators=[AtMost(domain.LONGEST_TITLE)])

    @property
    def draft(self) -> domain.LinkDraft:
        return domain.LinkDraft(url=self.url.data or "", label=self.label.data or "")


class SendFilesForm(Form):
    """Files that come with an ordinary form."""

    files = MultipleFileField(lazy("Files"), render_kw={"accept": domain.ACCEPTED, "multiple": True}, description=WHAT_IS_TAKEN)
    keeps_original = BooleanField(
        lazy("Keep the originals too"),
        description=lazy(
            "We hand out a copy without hidden notes. An original may hold where and when a picture was taken, with which "
            "device, and who wrote a document; whoever reads evidence here could download it. Tick this only if you must "
            "be able to prove that a file is unchanged."
        ),
    )
    replaces = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.files.flags.required = True

    def validate_files(self, field: Any) -> None:
        """At least one, and not more than one form can carry."""
        field.data = [each for each in field.data or [] if getattr(each, "filename", "")]
        if not field.data:
            raise ValidationError(_("Choose at least one file"))
        if len(field.data) > domain.MOST_AT_ONCE:
            raise ValidationError(_("Choose at most %(most)s files at a time", most=domain.MOST_AT_ONCE))


class AnnounceUploadForm(Form):
    """What a browser says of a file before it sends it."""

    name = StringField(validators=[Entered("Enter the name of the file")])
    size = IntegerField(default=0)
    upload_key = StringField()
    keeps_original = BooleanField()
    replaces = StringField()

    def validate_upload_key(self, field: Any) -> None:
        """Made by the browser, so that a second try is the same upload."""
        if as_id(field.data) is None:
            raise ValidationError(_("This request could not be understood"))

    @property
    def draft(self) -> domain.FileDraft:
        key = as_id(self.upload_key.data)
        if key is None:
            raise ValueError("not validated")
        return domain.FileDraft(
            name=self.name.data or "", size=self.size.data or 0, upload_key=key, keeps_original=bool(self.keeps_original.data)
        )


class AttachEvidenceForm(Form):
    """Pieces that there are already, to be ticked."""

    pieces = SelectMultipleField(lazy("Evidence"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))

    def __init__(self, *args: Any, pieces: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces.choices = choices(pieces)

    def validate_pieces(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_("Select at least one piece of evidence"))

    @property
    def draft(self) -> list[UUID]:
        return [UUID(each) for each in self.pieces.data or []]


def as_id(text: str | None) -> UUID | None:
    """An id that came as text, None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
