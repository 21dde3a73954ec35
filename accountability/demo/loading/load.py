"""The whole story in its order."""

from collections.abc import Callable
from enum import Enum

import sqlalchemy as sa
from werkzeug.test import Client

from accountability.database import Base, Database
from accountability.demo.levels import draw_sheets
from accountability.demo.loading import cycle, listening, organisations, replies, rounds
from accountability.demo.loading.stage import Stage
from accountability.demo.stories import RoundStory, World, mail_domain
from accountability.identity.queries import find_account
from accountability.sealing import Seal

Step = Callable[[str, int, int], None]  # what is being loaded, how many steps are done, of how many


class DemoState(Enum):
    """What stands in the database."""

    EMPTY = "empty"
    COMPLETE = "complete"
    PARTIAL = "partial"  # loading was interrupted
    OTHER = "other"  # organisations of somebody's own


def find_state(database: Database, world: World) -> DemoState:
    """Whether the demo region can be loaded, is loaded, or neither."""
    # Nobody signs an organisation up without an account, and accounts stand before the wall between organisations.
    person = Base.metadata.tables["person"]
    with database.transaction(read_only=True) as session:
        if session.scalar(sa.select(sa.func.count()).select_from(person)) == 0:
            return DemoState.EMPTY
        if find_account(session, email=f"{organisations.COLLEAGUES[-1]}@{mail_domain(world.main.key)}"):
            return DemoState.COMPLETE
        begun = find_account(session, email=f"owner@{mail_domain(world.secretariat.key)}")
        return DemoState.PARTIAL if begun else DemoState.OTHER


def load_demo(
    database: Database,
    pages: Client,
    world: World,
    *,
    base_url: str = "http://localhost",
    show: Step = lambda *_: None,
    as_role: Callable[[str], Database] | None = None,
    seal: Seal,
) -> None:
    """Load the world into an empty database.

    `pages` is a browser on the whole site at `base_url`, the constituents' pages below /s. `as_role` gives the database with the
    rights of another process; None: one database serves all, as SQLite does. `seal` keeps the coordinator's second factor.
    Raises AnswerWasNotTaken.
    """
    total = count_steps(world)
    done = 0

    def tick(steps: int) -> None:
        nonlocal done
        done += steps
        show(saying, done, total)

    stage = Stage(
        database=database,
        world=world,
        pages=pages,
        base_url=base_url,
        tick=tick,
        as_role=as_role or (lambda _: database),
        seal=seal,
    )
    stage.sheets = [draw_sheets(world, round_index=index) for index in range(len(world.past_rounds) + 1)]
    saying = "Organisations sign up"
    organisations.sign_up_all(stage)
    saying = "Organisations score themselves, round after round"
    _run_rounds(stage)
    saying = "People answer surveys"
    for story in world.surveys:
        survey_id = listening.listen(stage, story)
        if story.closed_on:
            replies.reply(stage, story, survey_id)
    cycle.walk_through(stage)
    stage.run_job("outbox.deliver_mail", at=stage.now)
    organisations.join_main_colleagues(stage)
    stage.run_job("outbox.deliver_mail", at=stage.now)


def count_steps(world: World) -> int:
    """How many ticks loading takes."""
    rated = sum(3 * len(story.participants) for story in world.past_rounds) + 2 * len(world.open_round.participants)
    return len(world.organisations) + rated + world.responses


def _run_rounds(stage: Stage) -> None:
    network_id = rounds.convene(stage)
    earlier: RoundStory | None = None
    for index, story in enumerate((*stage.world.past_rounds, stage.world.open_round)):
        is_past = index < len(stage.world.past_rounds)
        if earlier and is_past:
            gone = [key for key in earlier.participants if key not in story.participants]
            rounds.leave(stage, network_id, gone, before=story)
        rounds.join(stage, network_id, story.newcomers(earlier), before=story)
        if is_past:
            rounds.run_past_round(stage, network_id, story, index=index)
        else:
            rounds.run_open_round(stage, network_id)
        earlier = story
