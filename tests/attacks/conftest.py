"""The provider and whom it vouches for, for attacks on signing in through it."""

from tests.organisation.conftest import provider, running, vouching

__all__ = ["provider", "running", "vouching"]
