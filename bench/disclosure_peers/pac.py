"""pac-synth's plain counts of up to three attributes, as its synthesizers start from them."""

import csv
import json
import sys
import time
from importlib.metadata import version

from pacsynth import Dataset

with open(sys.argv[1], newline="") as opened:  # noqa: PTH123 - as its own examples read it
    rows = list(csv.reader(opened))
began = time.perf_counter()
found = Dataset(rows).get_aggregates(3, ";")
print(
    json.dumps(
        {
            "version": version("pac-synth"),
            "aggregates_s": time.perf_counter() - began,
            "aggregates": len(found),
        }
    )
)
