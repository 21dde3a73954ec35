"""The two apps on a database of one's own, for the commands that run outside of pytest."""

from pathlib import Path

from flask import Flask

from accountability.app import create_app, create_constituents_app
from tests.conftest import make_config
from tests.support.databases import PinnedDatabase


def apps_on(database: PinnedDatabase, folder: Path) -> tuple[Flask, Flask]:
    """The members' app and the constituents' app."""
    config = make_config(folder)
    return create_app(config, database=database), create_constituents_app(config, database=database)
