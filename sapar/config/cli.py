"""The `sapar` command."""

from __future__ import annotations

import argparse
import errno
import os
import sys

import psycopg
from django.core.exceptions import ImproperlyConfigured

from sapar.config import (
    cli_begin,
    cli_directory,
    cli_guidance,
    cli_insight,
    cli_keep,
    cli_keys,
    cli_names,
    cli_paper,
    cli_run,
    cli_screening,
    cluster,
    roles,
)
from sapar.config.words import Trouble, complain

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
DESCRIPTION = "Sapar: a network of help for labour migrants. Everything an installation needs is done with this command."
ENVIRONMENT = """\
environment:
  SAPAR_HOME           folder of this installation (~/.sapar)
  DATABASE_URL         a PostgreSQL of your own, 15 or later; without it one is started here
  PORT, SAPAR_BIND     where to listen (8000, 127.0.0.1)
  SAPAR_DEMO           1 or 0: demo content and demo passwords (only without DATABASE_URL, unless said)
  docs/operations.md has the rest.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a fault that a person can mend is told in words, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.act(chosen) or 0)
    except (Trouble, cluster.ClusterFailed, roles.RolesRefused, ImproperlyConfigured) as trouble:
        complain("", f"✗ {trouble}")
        return 1
    except psycopg.OperationalError as refused:
        complain("", "✗ The database does not answer:", f"  {str(refused).strip().splitlines()[-1]}")
        return 1
    except BrokenPipeError:  # the reader of our words (`| head`) has gone
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - open until the process ends
        return 1
    except OSError as refused:
        return _of_the_machine(refused)
    except KeyboardInterrupt:
        complain("", "Stopped.")
        return 130


def _of_the_machine(refused: OSError) -> int:
    """Tell what the system refused; what nobody here can mend goes on up."""
    if refused.errno in _NO_ROOM:
        complain("", "✗ There is no room left on the disk. Make room (old backups, logs) and begin again.")
    elif isinstance(refused, (PermissionError, FileNotFoundError)):
        complain(
            "",
            f"✗ {refused.strerror}: {refused.filename}",
            "  The folder of this installation is SAPAR_HOME.",
        )
    else:
        raise refused
    return 1


def parser() -> argparse.ArgumentParser:
    """All commands with their words."""
    top = argparse.ArgumentParser(
        prog="sapar",
        description=DESCRIPTION,
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for part in (
        cli_run,
        cli_keys,
        cli_begin,
        cli_keep,
        cli_paper,
        cli_guidance,
        cli_insight,
        cli_directory,
        cli_names,
        cli_screening,
    ):
        part.add_to(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())
