"""The blueprint, and what its pages share: versions by their address, and what refuses to be read."""

from accountability.database import NotFound
from accountability.standard import queries
from accountability.standard.access import EDIT_STANDARD
from accountability.standard.domain import Commitment, KeyAction, Pack, PackStatus
from accountability.standard.models import StandardPack
from accountability.web import Pages, here

pages = Pages("standard", __name__, url_prefix="/standard")
UNPUBLISHED = (PackStatus.DRAFT, PackStatus.IN_REVIEW)


def get_readable(pack_slug: str, version: str) -> Pack:
    """A version that the reader may see: drafts are for those who work on them."""
    pack = queries.get_pack(here.session, pack_slug, version)
    if pack.status in UNPUBLISHED and not EDIT_STANDARD.allows(here.actor):
        raise NotFound(f"pack {pack_slug} {version}")
    return pack


def get_stored(pack_slug: str, version: str) -> StandardPack:
    """A version of the database, to work on."""
    return queries.get_stored(here.session, pack_slug, version)


def get_commitment(pack: Pack, slug: str) -> Commitment:
    """One of its commitments."""
    found = next((each for each in pack.commitments if each.slug == slug), None)
    if found is None:
        raise NotFound(f"commitment {slug}")
    return found


def get_key_action(pack: Pack, slug: str) -> KeyAction:
    """One of its key actions."""
    found = next((each for each in pack.key_actions if each.slug == slug), None)
    if found is None:
        raise NotFound(f"key action {slug}")
    return found


def titles_of(pack: Pack) -> dict[str, str]:
    """What to call items of a pack, by slug: commitments by their title, key actions by their text."""
    named = {str(each.slug): f"{each.number}. {each.title}" for each in pack.commitments}
    return named | {str(each.slug): each.text for each in pack.key_actions}
