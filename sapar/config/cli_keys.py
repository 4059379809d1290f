"""`sapar keys`: the master key, its shares, locking and unlocking."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, home, prepare
from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from sapar.vault.keys.setup import NewMaster


def add_to(commands: Any) -> None:
    keys = commands.add_parser("keys", help="the keys that everything personal is sealed with")
    parts = keys.add_subparsers(metavar="WHAT", required=True)
    one = parts.add_parser("init", help="make the master key and show its three shares, once")
    one.add_argument("--mode", choices=["keepers", "keyfile", "file"], default="keepers", help=_MODES)
    one.set_defaults(act=init)
    parts.add_parser("status", help="is there a key, and is the vault open?").set_defaults(act=status)
    parts.add_parser("lock", help="forget the key now; two keepers open it again").set_defaults(act=lock)
    parts.add_parser("unlock", help="bring the key back from two keepers' shares").set_defaults(act=unlock)
    parts.add_parser(
        "bring", help="after a restore: the sign-in and signing keys, with two shares"
    ).set_defaults(act=bring)
    one = parts.add_parser("rotate", help="new keys for old; everything stays readable meanwhile")
    one.add_argument(
        "--organisations", action="store_true", help="the organisations' keys instead of the master key"
    )
    one.set_defaults(act=rotate)


_MODES = (
    "where the key stays: nowhere, two of three keepers bring it at each start (keepers); in the file that "
    "SAPAR_MASTER_KEY_FILE names, on a USB stick or another host's mount (keyfile); beside the database (file: demo only)"
)


def init(chosen: argparse.Namespace) -> None:
    if chosen.mode == "file" and not home.is_demo():
        raise Trouble("A key beside the database protects nothing: choose --mode keepers or --mode keyfile.")
    with prepare.database_at_hand():
        prepare.schema()
        cli_run.open_django("operator")
        from sapar.config import keyholder
        from sapar.vault.keys import setup

        if keyholder.anything_sealed():
            raise Trouble(
                "This database holds things sealed with an older key. A new one could not read them."
            )
        try:
            made = setup.initialise(chosen.mode)
        except setup.AlreadyInitialised:
            raise Trouble("There is a key already. `sapar keys rotate` replaces it.") from None
    _show(made)


def status(_chosen: argparse.Namespace) -> int:
    cli_run.open_django("web")
    from sapar.vault import keys

    now = keys.status()
    if not now.initialised:
        say("No key yet: `sapar keys init`.")
        return 1
    running = now.epoch != -1
    say(
        f"Mode: {now.mode}",
        f"Vault: {'locked' if now.locked else 'open'}{'' if running else ' (Sapar is not running)'}",
    )
    return 0


def lock(_chosen: argparse.Namespace) -> None:
    cli_run.open_django("web")
    from sapar.vault import keys

    keys.lock()
    say(
        "Locked. Public pages go on; two keepers open the vault again with `sapar keys unlock` or on the lock page."
    )


def unlock(_chosen: argparse.Namespace) -> None:
    cli_run.open_django("web")
    from sapar.common.errors import Invalid
    from sapar.vault import keys

    share_a, share_b = ask("First keeper's share: "), ask("Second keeper's share: ")
    try:
        keys.unlock(share_a, share_b)
    except Invalid as refused:
        raise Trouble(" ".join(refused.problems.values())) from None
    from sapar.config import kept

    kept.keep()
    say("Open.")


def bring(_chosen: argparse.Namespace) -> None:
    from sapar.config import restore

    restore.bring_keys()


def rotate(chosen: argparse.Namespace) -> None:
    with prepare.database_at_hand():
        cli_run.open_django("operator")
        from sapar.config import keyholder

        keyholder.open_here()
        if chosen.organisations:
            _rotate_organisations()
        else:
            _rotate_master()


def _rotate_organisations() -> None:
    from sapar.vault import keys
    from sapar.vault.models import OrganisationKey

    found = list(OrganisationKey.objects.order_by("org_id").values_list("org_id", flat=True).distinct())
    with step("Keys of the organisations") as current:
        for number, org_id in enumerate(found, 1):
            current.now = f"{number} of {len(found)}"
            keys.rotate_organisation(org_id)


def _rotate_master() -> None:
    from sapar.vault.keys import setup

    try:
        master, made = setup.next_master()
    except setup.RotationUnfinished:
        _resume()
        return
    _show(made)
    say("The new key replaces the old one when you go on; the old shares then open nothing.")
    if input("Has each keeper a new share? Type yes: ").strip().lower() != "yes":
        raise Trouble("Nothing was changed; forget the shares above.")
    with step("Sealing with the new key") as current:
        setup.renew_master(master, lambda done, total: setattr(current, "now", f"{done} of {total}"))
    _keep()


def _keep() -> None:
    """What travels in backups is sealed with the new key too."""
    from sapar.config import kept

    kept.keep()


def _resume() -> None:
    """End a rotation that was interrupted: with the files that are here, else with the keepers' new shares and old ones."""
    from sapar.common.errors import Invalid, Locked
    from sapar.vault import keys
    from sapar.vault.keys import setup

    say("An earlier rotation was interrupted. It is ended now; nothing was lost.")
    for asked in ("the new key", "the old key", ""):
        try:
            with step("Sealing with the new key") as current:
                setup.resume_master(lambda done, total: setattr(current, "now", f"{done} of {total}"))
        except (setup.RotationUnfinished, Locked):
            if not asked:
                break
            say(f"Two keepers type their shares of {asked}.")
            try:
                keys.unlock(ask("First keeper's share: "), ask("Second keeper's share: "))
            except Invalid as refused:
                raise Trouble(" ".join(refused.problems.values())) from None
        else:
            _keep()
            say("The new key is in use; the old shares open nothing any more.")
            return
    raise Trouble(
        "These shares do not belong to the interrupted rotation. Everything is as readable as before."
    )


def _show(made: NewMaster) -> None:
    say(
        "",
        "Three shares; any two open the vault. Write each down for another keeper. They are not shown again.",
        "",
    )
    say(*_numbered(made.shares), "")


def _numbered(shares: Iterable[str]) -> list[str]:
    return [f"  {number}.  {share}" for number, share in enumerate(shares, 1)]


def ask(question: str) -> str:
    """A share without echo; from a pipe a line each."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().strip()
