"""A child of `sapar run` that outlives it (a crash, a kill -9) stops by itself."""

from __future__ import annotations

import os
import signal
import threading
import time

_SECONDS = 2.0


def stop_with_parent() -> None:
    """From now on this program ends, in good order, when the one that started it is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
