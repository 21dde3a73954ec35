"""What people type about their organisation and their colleagues."""

from forms.organisation.membership import (
    OFFERED,
    ROLES,
    SIZES,
    THEMES,
    AcceptInvitationForm,
    InviteColleagueForm,
    ProfileForm,
    SignUpForm,
    country_choices,
)

__all__ = [
    "OFFERED",
    "ROLES",
    "SIZES",
    "THEMES",
    "AcceptInvitationForm",
    "InviteColleagueForm",
    "ProfileForm",
    "SignUpForm",
    "country_choices",
]
