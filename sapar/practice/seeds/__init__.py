"""What ships with the compendium: practice that published descriptions tell of, in our own words, reviewed by nobody.

Called when an installation starts; idempotent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from sapar.common.tenancy import scope
from sapar.practice import leaning, search
from sapar.practice.codes import PARTS, Origin, State
from sapar.practice.models import Entry, Wording

_FILE = Path(__file__).with_name("entries.yaml")
_DRAFTED = frozenset({"en", "ru"})


def entries() -> list[dict[str, Any]]:
    """The seed file as it stands."""
    found: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def load_entries() -> int:
    """Bring the seed's entries in; returns how many. One that somebody has taken back stays taken back."""
    seed = entries()
    with transaction.atomic(), scope(door="practice-seed"):
        for one in seed:
            _wordings(_entry(one), one["words"])
    return len(seed)


def _entry(one: dict[str, Any]) -> Entry:
    facts = {name: one[name] for name in ("problems", "country", "result_code", "source")}
    facts |= {name: one.get(name, "") for name in ("province", "happened", "source_url")}
    facts |= {name: one.get(name, []) for name in ("rules", "acts")}
    facts |= {"took_weeks": one.get("took_weeks"), "origin": Origin.TOLD}
    facts["pinned"] = leaning.pin([*facts["rules"], *facts["acts"]])
    new = {**facts, "state": State.PUBLISHED, "published_at": timezone.now()}
    row, _is_new = Entry.objects.update_or_create(key=one["key"], defaults=facts, create_defaults=new)
    return row


def _wordings(row: Entry, words: dict[str, dict[str, Any]]) -> None:
    for language, said in words.items():
        texts = {part: _text(said.get(part, "")) for part in PARTS}
        defaults = {**texts, "sounds": search.sounds_of(texts), "is_draft": language not in _DRAFTED}
        Wording.objects.update_or_create(entry=row, language=language, defaults=defaults)


def _text(said: str | list[str]) -> str:
    return said.strip() if isinstance(said, str) else "\n".join(said)
