"""What people type about roles: which one somebody gets, and what a role of the organisation's own may do."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from wtforms import DateField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from accountability.language import gettext as _
from accountability.language import lazy
from accountability.organisation import domain
from forms.base import Form
from forms.fields import choices, line, one_of
from forms.organisation.permissions import GROUPS, PERMISSIONS

ROLES = {
    "owner": lazy("Owner"),
    "officer": lazy("Officer"),
    "contributor": lazy("Contributor"),
    "viewer": lazy("Viewer"),
    "data_entry": lazy("Data entry"),
    "safeguarding": lazy("Safeguarding"),
    "board": lazy("Board"),
    "reviewer": lazy("Reviewer"),
    "coordinator": lazy("Coordinator"),
}
OFFERED = {
    "officer": lazy("Officer: runs assessments, surveys and replies"),
    "contributor": lazy("Contributor: rates and writes"),
    "viewer": lazy("Viewer: reads"),
    "board": lazy("Board: reads, decides and signs off (free seat)"),
    "reviewer": lazy(
        "Reviewer: from outside, such as a similar organisation; reads chosen parts for a time, comments, suggests levels "
        "(free seat)"
    ),
    "data_entry": lazy("Data entry: sees no results"),
    "safeguarding": lazy("Safeguarding: sees no results"),
    "coordinator": lazy("Coordinator: runs the networks this organisation convenes"),
    "owner": lazy("Owner: everything"),
}
OWN = "custom:"  # before the id of a role of the organisation's own


class OnlyForReviewer:
    """Asked of a reviewer only; whatever stands here for others is left alone."""

    field_flags: ClassVar[dict[str, bool]] = {}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if form.role.data != domain.REVIEWER:
            field.errors[:] = []
            raise StopValidation
        if not field.data and not (field.raw_data and any(field.raw_data) and field.errors):
            field.errors[:] = []
            raise StopValidation(_(self.message))


class RoleForm(Form):
    """A role, and what belongs to it when it is a reviewer's."""

    role = one_of("Role", select="Select a role")
    parts = SelectMultipleField(
        lazy("Only for a reviewer: which commitments"), validators=[OnlyForReviewer("Choose what the reviewer may see")]
    )
    ends_on = DateField(
        lazy("Only for a reviewer: last day"), validators=[OnlyForReviewer("Enter the last day on which the reviewer may look")]
    )

    def offer(self, *, parts: Iterable[tuple[str, str]], own_roles: Iterable[tuple[UUID, str]]) -> None:
        """What may be chosen: the commitments as (slug, title), and the organisation's own roles as (id, name)."""
        self.parts.choices = [SelectChoice(slug, title) for slug, title in parts]
        own = [(f"{OWN}{role_id}", name) for role_id, name in own_roles]
        self.role.choices = choices([*OFFERED.items(), *own], empty=_("Select a role"))

    @property
    def given(self) -> domain.Given:
        """The role as chosen."""
        chosen = str(self.role.data)
        if chosen.startswith(OWN):
            return domain.Given(role=domain.CUSTOM, custom_role_id=domain.RoleId(UUID(chosen.removeprefix(OWN))))
        if chosen == domain.REVIEWER:
            return domain.Given(role=chosen, parts=tuple(self.parts.data or ()), ends_on=self.ends_on.data)
        return domain.Given(role=chosen)

    @property
    def draft(self) -> Any:
        return self.given


def value_of(role: str, custom_role_id: UUID | None) -> str:
    """What stands for a role in the list of the form."""
    return f"{OWN}{custom_role_id}" if custom_role_id else role


class CustomRoleForm(Form):
    """A role of the organisation's own: its name, and what it may do, group by group (fields `may_<group>`)."""

    name = line("Name of the role", enter="Enter a name for the role", most=domain.ROLE_NAME_LENGTH)

    @property
    def groups(self) -> list[Any]:
        """The fields of the permissions, in order."""
        return [self[f"may_{group}"] for group in GROUPS]

    def tick(self, permissions: Iterable[str]) -> None:
        """Show these as chosen."""
        held = set(permissions)
        for field in self.groups:
            field.data = [choice.value for choice in field.choices if choice.value in held]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        is_valid = bool(super().validate(*args, **kwargs))
        if not any(field.data for field in self.groups):
            self.groups[0].errors = [_("Choose at least one thing that the role may do")]
            return False
        return is_valid

    @property
    def draft(self) -> domain.NewRole:
        chosen = {permission for field in self.groups for permission in field.data or ()}
        return domain.NewRole(name=self.name.data or "", permissions=frozenset(chosen))


for _group, _label in GROUPS.items():
    _choices = [SelectChoice(name, label) for name, (group, label) in PERMISSIONS.items() if group == _group]
    setattr(CustomRoleForm, f"may_{_group}", SelectMultipleField(_label, choices=_choices))
