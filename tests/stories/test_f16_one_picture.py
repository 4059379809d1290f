"""Four hotlines, one quarter, one picture: counted together, protected, attacked, published by two, printed by a journalist."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest

from sapar.config import cli
from sapar.insight.models import Release
from sapar.insight.releases import making
from sapar.insight.tests import region
from sapar.organisations.actor import SystemActor
from tests.cast import client_of
from tests.factories import make_member
from tests.pages import submit

PERIOD = region.QUARTER
OURS = re.compile(r'data-label="(?:Ours|Наши)"[^>]*><div>(\d+)<')


@pytest.mark.field("F16")
def test_four_hotlines_make_one_picture_in_which_nobody_is_found(
    network, rustam, tmp_path, settings, client, capsys
):
    settings.SNAPSHOTS = tmp_path / "snapshot"
    heads = region.offices(4)
    for number, head in enumerate(heads):
        region.talks(head, 40, seed=number)
    region.case(heads[0], restricted=True)
    first, second = client_of(rustam), client_of(make_member(network, "Zarina", "steward"))

    sent = submit(
        first, "/staff/figures/releases/add/", follow=True, quarter=PERIOD, mode="exact",
        contacts=["topic", "country"], cases=[], outcomes=[], people=[], waiting=[], money=[], referrals=[],
    )  # fmt: skip
    assert sent.status_code == 200
    address = sent.redirect_chain[-1][0]
    making.make(SystemActor("tests"), address.rstrip("/").rsplit("/", 1)[-1], seconds=0.3)

    assert "/publish/" not in first.get(address).content.decode()
    report = second.get(address).content.decode()
    assert "recovered exactly 0" in report
    assert second.post(address + "publish/").status_code == 302

    assert "Wages not paid" in client.get("/en/state/").content.decode()
    assert client.get(f"/ru/state/{PERIOD}/bulletin.pdf").content.startswith(b"%PDF")
    _attack_as_a_stranger(client, tmp_path, capsys)
    beside = client_of(heads[0]).get("/staff/figures/beside/?quarter=" + PERIOD)
    assert sum(int(own) for own in OURS.findall(beside.content.decode())) == 2 * 40


def _attack_as_a_stranger(client, place, capsys) -> None:
    """Whoever wants takes everything and tries it with the same command as we do."""
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/en/state/{PERIOD}/all.zip").content))
    packed.extractall(place / "taken")
    (folder,) = (one.parent for one in (place / "taken").rglob("release.json"))
    described = json.loads((folder / "release.json").read_text())
    assert (described["mode"], described["threshold"], described["contributor_rule"]) == ("exact", 10, True)
    for table in folder.glob("tables/*.csv"):
        counts = [one["count"] for one in csv.DictReader(io.StringIO(table.read_text()))]
        assert all(int(one) >= 10 for one in counts if one)
    assert cli.main(["insight", "attack", str(folder), "--seconds", "1"]) == 0
    assert "Nothing came to light" in capsys.readouterr().out
    assert Release.objects.count() == 1
