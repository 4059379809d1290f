"""Logs as JSON lines that carry ids and figures only."""

from __future__ import annotations

import datetime as dt
import json
import logging

# The only extra facts a line may carry. Anything else is dropped, so that a slip elsewhere cannot reach the log.
ALLOWED = (
    "request",
    "method",
    "route",
    "status",
    "ms",
    "org",
    "user",
    "code",
    "fault",
    "task",
    "job",
    "count",
    "step",
)


class JsonFormatter(logging.Formatter):
    """One JSON object a line. An exception is named by kind and place; its text is left out."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            # The message is a constant of the code; its arguments may be anything, so they are not put in.
            "what": str(record.msg)[:200],
        }
        line |= {name: getattr(record, name) for name in ALLOWED if getattr(record, name, None) is not None}
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)
