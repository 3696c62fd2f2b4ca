"""The WSGI applications: `app` is both sides in one process; `citizen_app` and `staff_app` run them apart.

Each is made when it is first asked for, so that a process holds only the side it serves.
"""

import gc
import os
import sys
from typing import Any

import config
from portal import Sides, create_app, start_engine
from portal.errors import CannotStart
from portal.web import logs

SIDES = {"app": Sides.BOTH, "citizen_app": Sides.CITIZEN, "staff_app": Sides.STAFF}


def __getattr__(name: str) -> Any:
    if name not in SIDES:
        raise AttributeError(name)
    try:
        settings = config.from_environment(os.environ)
        made = create_app(settings, SIDES[name])
    except (config.SettingWrong, CannotStart) as problem:
        sys.exit(f"The portal cannot start. {problem}")
    logs.begin(made, sys.stdout.buffer, as_json=settings.secure)
    globals()[name] = made
    settle()
    start_engine(made, SIDES[name])
    return made


def settle() -> None:
    """What is loaded by now stays: the garbage collector need not look through it again every few pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
