"""The portal as the faults run against it: settings from the environment, cheap return words, everything else as in service."""

import os
from pathlib import Path
from typing import Any

from config import Settings
from portal import create_app, lay_out_desk
from portal.actions.desk import Desk
from tests.bench.sites import CHEAP, ORIGIN
from wsgi import settle


def settings() -> Settings:
    """FAULTS_VAR: the data folder. FAULTS_DATABASE: a server's URL; without it, SQLite files in the folder."""
    var = Path(os.environ["FAULTS_VAR"])
    url = os.environ.get("FAULTS_DATABASE") or f"sqlite:///{var / 'portal.db'}"
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return Settings("example", url, var, ORIGIN)


def desk() -> Desk:
    """The desk behind the same settings, its database up to date."""
    laid = lay_out_desk(settings(), stretch=CHEAP)
    laid.database.upgrade(laid.keys)
    return laid


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(name)
    made = create_app(settings(), stretch=CHEAP)
    settle()
    return made
