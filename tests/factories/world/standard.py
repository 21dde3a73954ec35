"""A draft of the standard, how it carries over, and a sentence of it in another language. It is nobody's but the installation's."""

from dataclasses import replace

from accountability.standard import commands, queries
from tests.factories.world.worlds import Place

COMMITMENT, KEY_ACTION = "c01-justice-equality", "c01-a-root-causes"
OF_COMMITMENT = ("show_commitment", "describe_commitment", "add_key_action")
OF_KEY_ACTION = ("show_key_action", "describe_key_action", "remove_key_action")


def fill(place: Place) -> None:
    """Readers find the version that ships, operators a draft that nobody else may see."""
    version, shipped = f"1.1-{place.key.lower()}", queries.shipped_pack()
    by = replace(place.tenant.actor("owner"), is_operator=True)
    with place.working() as session:
        row = commands.begin_version(session, shipped, version, by=by, at=place.at)
        same = {str(each.slug): (str(each.slug),) for each in shipped.key_actions}
        commands.map_version(session, row, shipped, same, seen=0, by=by, at=place.at)
        commands.translate(session, queries.read_content(row.content), {"title": "Dymbëdhjetë"}, language="sq", by=by, at=place.at)
    place.note("pack_slug", shipped.id)
    place.note("version", shipped.version)
    place.note("older", shipped.version)
    place.note("language", "sq")
    place.note("part", COMMITMENT)
    place.note("standard.show_crosswalk.slug", "chs")
    place.note("assessment.show_crosswalk.slug", "chs")
    for name in OF_COMMITMENT:
        place.note(f"standard.{name}.slug", COMMITMENT)
    for name in OF_KEY_ACTION:
        place.note(f"standard.{name}.slug", KEY_ACTION)
