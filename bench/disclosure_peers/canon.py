"""pycanon's k-anonymity of all columns taken together."""

import json
import sys
import time
from importlib.metadata import version

import pandas as pd
from pycanon import anonymity

frame = pd.read_csv(sys.argv[1], dtype=str)
began = time.perf_counter()
k = anonymity.k_anonymity(frame, list(frame.columns))
print(json.dumps({"version": version("pycanon"), "check_s": time.perf_counter() - began, "k": int(k)}))
