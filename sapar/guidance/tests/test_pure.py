"""The rules and flows run in a program that has no Django in it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from datetime import date
from sapar.guidance.flows import replay, the_library
from sapar.guidance.rules import evaluate
evaluate("registration-deadline", date(2026, 3, 10), {"country": "RU", "citizenship": "KG", "entry": "2026-03-05"})
replay(the_library().flows["not-paid"], {})
print([name for name in sys.modules if name.split(".")[0] in ("django", "psycopg")])
"""


def test_no_django_is_loaded_by_an_answer():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
