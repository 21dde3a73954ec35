"""Tenants: organisations, their members and roles, invitations, switching. Not who a person is: that is identity's."""
