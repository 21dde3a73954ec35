"""What people type about invitations: whom to invite, many at once, and how somebody who was invited comes in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import FileField, HiddenField, StringField, TextAreaField

from accountability.identity import domain as identity
from accountability.language import LANGUAGES, lazy
from accountability.language import gettext as _
from accountability.organisation import domain
from accountability.refusal import Refusal
from forms.base import Form
from forms.fields import choices, line, mail_address, one_of, password, tidy
from forms.organisation.lists import MOST_BYTES, read_rows, read_text
from forms.organisation.roles import OFFERED, ROLES, RoleForm
from forms.validators import AtMost, GoodPassword

STATES = {
    domain.RowState.INVITABLE: lazy("Will be invited"),
    domain.RowState.IS_MEMBER: lazy("Is a member already"),
    domain.RowState.IS_INVITED: lazy("Is invited already"),
    domain.RowState.IS_REPEATED: lazy("Stands further up in this list"),
    domain.RowState.WRONG_ADDRESS: lazy("This is no mail address"),
    domain.RowState.UNKNOWN_ROLE: lazy("There is no such role"),
    domain.RowState.UNKNOWN_LANGUAGE: lazy("We do not write in this language"),
    domain.RowState.NAME_IS_TOO_LONG: lazy("The name is too long"),
    domain.RowState.ONE_BY_ONE: lazy("Invite reviewers one by one: each has parts and a last day"),
}


class InviteColleagueForm(RoleForm):
    """Whom to invite, and as what."""

    email = mail_address("Mail address of your colleague", render_kw={"autocomplete": "off"})
    name = StringField(
        lazy("Name"), filters=[tidy], validators=[AtMost(domain.INVITED_NAME_LENGTH)], render_kw={"autocomplete": "off"}
    )
    language = one_of(
        "Language of the invitation",
        select="Select a language",
        choices=choices((each.code, each.name) for each in LANGUAGES.values()),
        default="en",
    )

    @property
    def draft(self) -> domain.NewInvitation:
        given = self.given
        return domain.NewInvitation(
            email=self.email.data or "",
            name=self.name.data or "",
            language=self.language.data,
            role=given.role,
            custom_role_id=given.custom_role_id,
            parts=given.parts,
            ends_on=given.ends_on,
        )


class InviteManyForm(Form):
    """A list of people, as a file or pasted."""

    file = FileField(lazy("A file (CSV)"), render_kw={"accept": ".csv,text/csv,text/plain"})
    pasted = TextAreaField(lazy("Or paste the rows here"), render_kw={"spellcheck": "false", "dir": "ltr"})

    rows: list[domain.Row]
    text: str

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(*args, **kwargs))
        field = self.file if self._is_file() else self.pasted
        if not self._is_file() and not (self.pasted.data or "").strip():
            field.errors = [*field.errors, _("Choose a file, or paste the rows of your list")]
            return False
        try:
            self.text = read_text(self.file.data.read(MOST_BYTES + 1)) if self._is_file() else self.pasted.data or ""
            self.rows = read_rows(self.text)
        except Refusal as refusal:
            field.errors = [*field.errors, _(refusal.message, **refusal.params)]
            return False
        return is_valid

    def _is_file(self) -> bool:
        return bool(getattr(self.file.data, "filename", ""))

    @property
    def draft(self) -> list[domain.Row]:
        return self.rows


class ConfirmManyForm(Form):
    """The list that was looked at, sent back to be carried out; it is read and judged anew."""

    looked_at = HiddenField()

    rows: list[domain.Row]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        try:
            self.rows = read_rows(self.looked_at.data or "")
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        return bool(super().validate(*args, **kwargs))

    @property
    def draft(self) -> list[domain.Row]:
        return self.rows


class AcceptInvitationForm(Form):
    """A new account for an invited person; their mail address is the one that was invited."""

    name = line("Your name", enter="Enter your name", most=identity.NAME_LENGTH, render_kw={"autocomplete": "name"})
    password = password("Choose a password", autocomplete="new-password", validators=[GoodPassword("name")])

    @property
    def draft(self) -> tuple[str, str]:
        return self.name.data or "", self.password.data or ""


def roles_by_words(own_roles: Iterable[tuple[UUID, str]]) -> dict[str, domain.Given]:
    """What a cell of a list may call a role, casefolded: its name, its English label, or the name the organisation gave it."""
    found = {
        " ".join(name.casefold().split()): domain.Given(role=domain.CUSTOM, custom_role_id=domain.RoleId(key))
        for key, name in own_roles
    }
    for value in OFFERED:
        for words in (value, value.replace("_", " "), str(ROLES[value])):
            found[words.casefold()] = domain.Given(role=value)
    return found
