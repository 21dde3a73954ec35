"""Drafts, reviews and publication, on both databases."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from accountability.access import Actor
from accountability.database import NotFound
from accountability.standard import commands, queries
from accountability.standard.commands.drafting import lock_version
from accountability.standard.domain import PackIsBroken, PackStatus
from accountability.standard.domain.editing import (
    Act,
    AnotherReviewerIsNeeded,
    CommitmentNeedsKeyActions,
    ItemWasChanged,
    MappingIsMissing,
    PackLeavesOutACommitment,
    SentenceIsMissing,
    SlugIsTaken,
    VersionIsInReview,
    VersionIsNotApproved,
    VersionIsNotInReview,
    VersionIsNotPublished,
    VersionIsPublished,
    VersionIsShipped,
    VersionIsTaken,
)
from accountability.standard.models import StandardPack
from tests.standard.conftest import Publish, map_all

SHIPPED = queries.shipped_pack()
FIRST = SHIPPED.key_actions[0]


def reword(session: Session, row: StandardPack, words: str, *, by: Actor, at: datetime, seen: str | None = None) -> None:
    """Change the text of the first key action."""
    now = queries.read_content(row.content).key_actions[0]
    mark = commands.mark_of(now) if seen is None else seen
    commands.describe_key_action(session, row, replace(now, text=words), seen=mark, by=by, at=at)


def test_a_draft_holds_what_its_base_says_and_nobody_else_starts_with_it(session: Session, draft: StandardPack) -> None:
    pack = queries.get_pack(session, "twelve-commitments", "1.1")
    assert pack.status is PackStatus.DRAFT
    assert replace(pack, version="1.0", status=PackStatus.CURRENT) == SHIPPED
    assert queries.current_pack(session) is SHIPPED


def test_a_version_is_taken_once(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    for number in ("1.1", "1.0"):
        with pytest.raises(VersionIsTaken):
            commands.begin_version(session, SHIPPED, number, by=operator, at=at)


def test_what_ships_is_not_worked_on(session: Session) -> None:
    with pytest.raises(VersionIsShipped):
        lock_version(session, "twelve-commitments", "1.0")
    with pytest.raises(NotFound):
        lock_version(session, "twelve-commitments", "7")


def test_an_item_is_changed_and_the_history_says_by_whom(
    session: Session, draft: StandardPack, operator: Actor, at: datetime
) -> None:
    reword(session, draft, "We ask why.", by=operator, at=at)
    assert queries.get_pack(session, "twelve-commitments", "1.1").key_actions[0].text == "We ask why."
    done = queries.list_acts(session, "twelve-commitments", "1.1")
    assert [(act.act, act.item, act.name) for act in done] == [
        (Act.EDITED, FIRST.slug, operator.name),
        (Act.DRAFTED, "1.0", operator.name),
    ]


def test_somebody_who_was_slower_overwrites_nothing(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    seen = commands.mark_of(FIRST)
    reword(session, draft, "We ask why.", by=operator, at=at)
    with pytest.raises(ItemWasChanged):
        reword(session, draft, "We ask who.", by=operator, at=at, seen=seen)


def test_two_people_change_different_items_at_once(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    before, other = commands.mark_of(SHIPPED.key_actions[1]), SHIPPED.key_actions[1]
    reword(session, draft, "We ask why.", by=operator, at=at)
    commands.describe_key_action(session, draft, replace(other, text="We say so."), seen=before, by=operator, at=at)
    pack = queries.get_pack(session, "twelve-commitments", "1.1")
    assert [action.text for action in pack.key_actions[:2]] == ["We ask why.", "We say so."]


def test_header_and_commitments_are_changed_without_their_contents(
    session: Session, draft: StandardPack, operator: Actor, at: datetime
) -> None:
    pack = queries.read_content(draft.content)
    mark = commands.mark_of(commands.header_of(pack))
    commands.describe_pack(session, draft, replace(pack, title="Twelve", clusters=()), seen=mark, by=operator, at=at)
    first = pack.commitments[0]
    mark = commands.mark_of(commands.top_of(first))
    commands.describe_commitment(session, draft, replace(first, promise="Fair.", key_actions=()), seen=mark, by=operator, at=at)
    now = queries.get_pack(session, "twelve-commitments", "1.1")
    assert (now.title, now.commitments[0].promise, now.key_actions) == ("Twelve", "Fair.", SHIPPED.key_actions)


def test_a_key_action_is_added_and_removed(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    added = replace(FIRST, slug="c01-e-young-people")
    commands.add_key_action(session, draft, added, by=operator, at=at)
    with pytest.raises(SlugIsTaken):
        commands.add_key_action(session, draft, added, by=operator, at=at)
    seen = commands.mark_of(added)
    commands.remove_key_action(session, draft, "c01-e-young-people", seen=seen, by=operator, at=at)
    assert queries.get_pack(session, "twelve-commitments", "1.1").key_actions == SHIPPED.key_actions
    with pytest.raises(ItemWasChanged):
        commands.remove_key_action(session, draft, "c01-e-young-people", seen=seen, by=operator, at=at)


def test_a_commitment_keeps_a_key_action_in_the_quick_scan(
    session: Session, draft: StandardPack, operator: Actor, at: datetime
) -> None:
    quick = [action for action in SHIPPED.commitments[0].key_actions if action.is_quick]
    commands.remove_key_action(session, draft, quick[0].slug, seen=commands.mark_of(quick[0]), by=operator, at=at)
    with pytest.raises(CommitmentNeedsKeyActions):
        commands.remove_key_action(session, draft, quick[1].slug, seen=commands.mark_of(quick[1]), by=operator, at=at)


def test_what_could_not_be_read_again_is_not_stored(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    with pytest.raises(PackIsBroken):
        reword(session, draft, "", by=operator, at=at)


def test_a_table_takes_the_place_of_key_actions_only_when_nothing_changed_since(
    session: Session, draft: StandardPack, operator: Actor, at: datetime
) -> None:
    pack = queries.read_content(draft.content)
    smaller = pack.without({FIRST.slug})
    with pytest.raises(ItemWasChanged):
        commands.replace_key_actions(session, draft, smaller, seen=draft.revision + 1, by=operator, at=at)
    commands.replace_key_actions(session, draft, smaller, seen=draft.revision, by=operator, at=at)
    assert queries.get_pack(session, "twelve-commitments", "1.1").key_actions == smaller.key_actions


def test_a_draft_goes_with_all_that_hangs_on_it(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    map_all(session, draft, by=operator, at=at)
    commands.discard_draft(session, draft)
    assert queries.find_pack(session, "twelve-commitments", "1.1") is None
    assert queries.list_acts(session, "twelve-commitments", "1.1") == []
    assert queries.find_mapping(session, "twelve-commitments", "1.1", older="1.0") is None


def test_what_is_in_review_stands_still_until_it_is_returned(
    session: Session, draft: StandardPack, operator: Actor, colleague: Actor, at: datetime
) -> None:
    commands.send_to_review(session, draft, by=operator, at=at)
    for change in (lambda: reword(session, draft, "x", by=operator, at=at), lambda: commands.discard_draft(session, draft)):
        with pytest.raises(VersionIsInReview):
            change()
    commands.return_to_draft(session, draft, said="Shorter.", by=colleague, at=at)
    reword(session, draft, "We ask why.", by=operator, at=at)


def test_nobody_approves_their_own_work_while_there_is_somebody_else(
    session: Session, draft: StandardPack, operator: Actor, colleague: Actor, at: datetime
) -> None:
    commands.send_to_review(session, draft, by=operator, at=at)
    with pytest.raises(AnotherReviewerIsNeeded):
        commands.approve(session, draft, said="I am sure.", by=operator, at=at)
    commands.approve(session, draft, said="", by=colleague, at=at)
    assert draft.is_approved


def test_the_only_operator_approves_with_a_sentence(session: Session, draft: StandardPack, operator: Actor, at: datetime) -> None:
    commands.send_to_review(session, draft, by=operator, at=at)
    with pytest.raises(SentenceIsMissing):
        commands.approve(session, draft, said=" ", by=operator, at=at)
    commands.approve(session, draft, said="Read twice, a week apart.", by=operator, at=at)
    assert queries.list_acts(session, "twelve-commitments", "1.1")[0].said == "Read twice, a week apart."


def test_a_version_without_one_of_the_twelve_is_not_published(
    session: Session, draft: StandardPack, operator: Actor, at: datetime
) -> None:
    content = dict(draft.content)
    clusters = [dict(cluster) for cluster in content["pack"]["clusters"]]
    clusters[0]["commitments"] = clusters[0]["commitments"][1:]
    commitments = {slug: each for slug, each in content["commitments"].items() if slug != "c01-justice-equality"}
    draft.content = {"pack": {**content["pack"], "clusters": clusters}, "commitments": commitments}
    session.flush()
    with pytest.raises(PackLeavesOutACommitment, match="c01-justice-equality"):
        commands.send_to_review(session, draft, by=operator, at=at)


def test_publishing_takes_review_approval_and_a_mapping(
    session: Session, draft: StandardPack, operator: Actor, colleague: Actor, at: datetime
) -> None:
    with pytest.raises(VersionIsNotInReview):
        commands.publish(session, draft, by=operator, at=at)
    with pytest.raises(VersionIsNotInReview):
        commands.approve(session, draft, said="", by=colleague, at=at)
    commands.send_to_review(session, draft, by=operator, at=at)
    with pytest.raises(VersionIsNotApproved):
        commands.publish(session, draft, by=operator, at=at)
    commands.approve(session, draft, said="", by=colleague, at=at)
    with pytest.raises(MappingIsMissing):
        commands.publish(session, draft, by=operator, at=at)
    map_all(session, draft, by=operator, at=at)
    commands.publish(session, draft, by=operator, at=at)
    assert queries.current_pack(session).version == "1.1"


def test_a_mapping_of_other_key_actions_is_none(
    session: Session, draft: StandardPack, operator: Actor, colleague: Actor, at: datetime
) -> None:
    map_all(session, draft, by=operator, at=at)
    commands.add_key_action(session, draft, replace(FIRST, slug="c01-e-young-people"), by=operator, at=at)
    commands.send_to_review(session, draft, by=operator, at=at)
    commands.approve(session, draft, said="", by=colleague, at=at)
    with pytest.raises(MappingIsMissing):
        commands.publish(session, draft, by=operator, at=at)


def test_another_pack_needs_no_mapping(session: Session, operator: Actor, colleague: Actor, at: datetime) -> None:
    row = commands.bring_in(session, replace(SHIPPED, id="official", version="1"), by=operator, at=at)
    commands.send_to_review(session, row, by=operator, at=at)
    commands.approve(session, row, said="", by=colleague, at=at)
    commands.publish(session, row, by=operator, at=at)
    assert queries.current_pack(session).id == "official"


def test_the_next_version_retires_the_one_before_which_is_still_read(
    session: Session, draft: StandardPack, publish: Publish, operator: Actor, at: datetime
) -> None:
    publish(draft)
    following = commands.begin_version(session, queries.current_pack(session), "1.2", by=operator, at=at)
    reword(session, following, "We ask why.", by=operator, at=at)
    publish(following)
    assert queries.current_pack(session).version == "1.2"
    former = queries.get_pack(session, "twelve-commitments", "1.1")
    assert (former.status, former.key_actions[0].text) == (PackStatus.RETIRED, FIRST.text)


def test_without_a_published_version_the_shipped_one_is_current_again(
    session: Session, draft: StandardPack, publish: Publish, operator: Actor, at: datetime
) -> None:
    with pytest.raises(VersionIsNotPublished):
        commands.retire(session, draft, by=operator, at=at)
    commands.retire(session, publish(draft), by=operator, at=at)
    assert queries.current_pack(session) is SHIPPED


def test_what_is_published_is_no_draft_any_more(
    session: Session, draft: StandardPack, publish: Publish, operator: Actor, at: datetime
) -> None:
    publish(draft)
    for change in (
        lambda: reword(session, draft, "x", by=operator, at=at),
        lambda: commands.discard_draft(session, draft),
        lambda: commands.send_to_review(session, draft, by=operator, at=at),
        lambda: map_all(session, draft, by=operator, at=at),
    ):
        with pytest.raises(VersionIsPublished):
            change()
