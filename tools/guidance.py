"""Draw docs/guidance-flows.md anew, or pin translations of flows to the Russian they were made from.

python -m tools.guidance                          draw the page
python -m tools.guidance pin FLOW NODE LANGUAGE   say that this translation fits the Russian as it stands
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sapar.guidance.flows import library, pictures

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tools.guidance", description=__doc__.partition("\n")[0])
    options.add_argument("pin", nargs="*", metavar="pin FLOW NODE LANGUAGE")
    chosen = options.parse_args().pin
    if not chosen:
        page = pictures.page(library.the_library())
        (ROOT / "docs" / "guidance-flows.md").write_text(page, encoding="utf-8")
    elif len(chosen) == len(("pin", "flow", "node", "language")) and chosen[0] == "pin":
        print(pin(*chosen[1:]))
    else:
        options.error("write: pin FLOW NODE LANGUAGE")


def pin(flow: str, node: str, language: str, folder: Path = library.HERE) -> str:
    """Writes the fingerprint of the Russian into the translation's first line, and gives it back."""
    shelf = folder / "words" / flow
    written = library.read(folder).written[flow, node, library.ORIGINAL]
    mark = library.fingerprint(written)
    path = shelf / f"{node}.{language}.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("of: ")]
    path.write_text("\n".join([f"of: {mark}", *lines]) + "\n", encoding="utf-8")
    return mark


if __name__ == "__main__":
    main()
