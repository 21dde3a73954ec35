"""What people type about their organisation and their colleagues."""

from forms.organisation.invitations import (
    STATES,
    AcceptInvitationForm,
    ConfirmManyForm,
    InviteColleagueForm,
    InviteManyForm,
    roles_by_words,
)
from forms.organisation.membership import SIZES, THEMES, TYPES, ProfileForm, SignUpForm, country_choices
from forms.organisation.permissions import GROUPS, PERMISSIONS
from forms.organisation.roles import OFFERED, ROLES, CustomRoleForm, RoleForm, value_of

__all__ = [
    "GROUPS",
    "OFFERED",
    "PERMISSIONS",
    "ROLES",
    "SIZES",
    "STATES",
    "THEMES",
    "TYPES",
    "AcceptInvitationForm",
    "ConfirmManyForm",
    "CustomRoleForm",
    "InviteColleagueForm",
    "InviteManyForm",
    "ProfileForm",
    "RoleForm",
    "SignUpForm",
    "country_choices",
    "roles_by_words",
    "value_of",
]
