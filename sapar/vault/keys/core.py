"""From the moment a key is in memory, neither a crash nor another program of the same user gets it out; and at a lock,
what was opened is given back to the system, as far as Python can.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import resource
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)


def leave_no_core() -> None:
    """No core file, and on Linux no core handed to a collector and no debugger attached either."""
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def give_back_memory() -> None:
    """After a lock: drop what nobody refers to any more and hand free pages back to the kernel, which empties them.

    It does not overwrite what is still held in a page in use; a machine that is taken while it runs may hold remains.
    """
    gc.collect()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
