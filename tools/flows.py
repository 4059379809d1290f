"""Write docs/flows.md anew: every flow, state × verb × role.

python tools/flows.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")
    import django

    django.setup()
    from tests import flows

    (ROOT / "docs" / "flows.md").write_text(flows.page())


if __name__ == "__main__":
    main()
