"""A ministry promises a hotline; two monitors of two organisations watch; everybody reads what came of it, and nobody who watched."""

from __future__ import annotations

import pytest

from sapar.watch.models import Commitment
from tests.cast import client_of
from tests.pages import submit


@pytest.mark.field("F23")
def test_a_promise_is_broken_and_then_kept_in_public(gulnara, dana, saule):
    ours, theirs, reader = client_of(gulnara), client_of(dana), client_of(None)
    for client, head in ((ours, gulnara), (theirs, dana)):
        submit(client, "/staff/promises/monitors/", member=str(head.member_id))

    refused = submit(ours, "/staff/promises/add/", actor_name="Ministry (fictional)", evidence="Seen.")
    assert refused.status_code == 422
    assert b"Ministry (fictional)" in refused.content
    submit(
        ours, "/staff/promises/add/", actor_kind="host-state", actor_name="Ministry (fictional)", made_year="2026",
        words_ru="Линия помощи на пяти языках.", source="Decree (fictional)", evidence="Printed in the gazette.",
    )  # fmt: skip
    address = f"/staff/promises/{Commitment.objects.get().pk}/"
    assert "Линия помощи" not in reader.get("/ru/promises/").content.decode()
    assert b"/agree/" not in ours.get(address).content
    assert client_of(saule).post(address + "agree/").status_code == 403
    assert theirs.post(address + "agree/").status_code == 302

    submit(ours, address + "judge/", verb="break", evidence="Nobody answers since June.")
    submit(theirs, address + "refuse/", words="It answered on the 3rd.")
    assert "Nobody answers" not in reader.get("/ru/promises/").content.decode()
    submit(ours, address + "judge/", verb="break", evidence="Two weeks without an answer.")
    theirs.post(address + "agree/")
    assert "Two weeks without an answer." in reader.get("/ru/promises/?state=broken").content.decode()

    submit(theirs, address + "judge/", verb="keep", evidence="It answers in five languages.")
    ours.post(address + "agree/")
    page = reader.get("/ru/promises/?state=kept").content.decode()
    assert "It answers in five languages." in page
    for watcher in (gulnara, dana):
        assert watcher.user.display_name not in page
    assert "Линия помощи" not in reader.get("/ru/promises/?state=broken").content.decode()
    assert reader.get("/ky/promises/options/").status_code == 200
