"""Starting the key agent for an installation: with the keys it has, never with new ones over sealed rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from sapar.config import database, home
from sapar.config.words import Trouble
from sapar.vault import agent
from sapar.vault.keys import places, setup

if TYPE_CHECKING:
    from sapar.vault.agent import Agent


def open_agent() -> Agent:
    """The running agent; a demo gets its key made on the first start."""
    if not places.known():
        if anything_sealed():
            raise Trouble(
                f"The keys of this database are missing: {places.folder()} is empty. Bring that folder back from where "
                "it was, or restore the backup with `sapar restore`; without it nothing sealed can be read."
            )
        if not home.is_demo():
            raise Trouble(
                "There are no keys yet. Run `sapar keys init` and give the three shares to three people."
            )
        setup.initialise(places.FILE)
    found = agent.for_installation()
    try:
        found.start()
    except agent.AgentRuns:
        raise Trouble(
            "Another key agent answers in this home folder: stop the other `sapar run` first."
        ) from None
    return found


def anything_sealed() -> bool:
    """Whether the database holds keys that were sealed with some master key."""
    with psycopg.connect(database.conninfo_for("operator")) as connection:
        try:
            found = connection.execute("select exists (select 1 from vault_organisationkey)").fetchone()
        except psycopg.errors.UndefinedTable:
            return False
    return found == (True,)


def open_here() -> None:
    """Open the vault in this program, for a one-off command: from the running agent, else from the key file."""
    from sapar.vault import keys

    if keys.status().locked and not setup.open_from_file():
        raise Trouble("The vault is locked: two keepers open it with `sapar keys unlock` while Sapar runs.")
