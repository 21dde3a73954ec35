"""Tables of organisations."""

from accountability.organisation.models.factor_reset import FactorReset
from accountability.organisation.models.membership import (
    CustomRole,
    FormerMembership,
    Invitation,
    InvitationAddress,
    Member,
    Membership,
    Organisation,
)
from accountability.organisation.models.single_sign_on import SignInAddress, SignInProvider, VouchedMember
from accountability.organisation.models.tokens import PersonalToken, TokenAddress

__all__ = [
    "CustomRole",
    "FactorReset",
    "FormerMembership",
    "Invitation",
    "InvitationAddress",
    "Member",
    "Membership",
    "Organisation",
    "PersonalToken",
    "SignInAddress",
    "SignInProvider",
    "TokenAddress",
    "VouchedMember",
]
