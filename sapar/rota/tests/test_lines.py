"""Public lines: offered by an organisation for itself, ordered by the steward, read by everybody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from sapar.audit.models import Event
from sapar.common.errors import Denied, Invalid, NotVisible, Stale
from sapar.common.ids import uuid7
from sapar.organisations import queries as organisations
from sapar.rota import actions, queries
from sapar.rota.models import PublicLine
from tests.cast import client_of
from tests.counting import statements
from tests.factories import acting, offer_line

pytestmark = pytest.mark.django_db
OFFER = {"languages": ["tg"], "weekdays": ["0", "1"], "answers_within": "5", "opens": "22:00", "closes": "6"}


def order() -> list[object]:
    return [one.org_id for one in queries.lines()]


def test_a_supervisor_offers_and_calls_come_to_the_organisation(dana):
    assert queries.receiver("", "tg") is None
    page = client_of(dana).post("/staff/rota/lines/offer/", OFFER | {"countries": ["KZ"]})
    assert page.url == "/staff/rota/lines/"
    night = dt.datetime(2026, 11, 23, 19, tzinfo=dt.UTC)  # Tuesday 00:00 in Almaty, on the night of Monday
    found = queries.receiver("KZ", "tg", night)
    assert (found.organisation.pk, found.within_hours) == (dana.org_id, 5)
    assert queries.receiver("RU", "tg", night) is None
    assert organisations.organisation(dana.org_id).takes_requests
    with acting(dana):
        assert Event.objects.filter(verb="line.offered").count() == 1


def test_a_form_sent_twice_offers_one_line(dana):
    sent = OFFER | {"once": str(uuid7())}
    for _click in range(2):
        client_of(dana).post("/staff/rota/lines/offer/", sent)
    assert len(queries.lines_of(dana.org_id)) == 1


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["9"]}, "weekdays"),
        ({"answers_within": "0"}, "answers_within"),
        ({"answers_within": "169"}, "answers_within"),
        ({"opens": "25:00"}, "opens"),
        ({"closes": ""}, "__all__"),
        ({"opens": "06:00", "closes": "06:00"}, "__all__"),
    ],
)
def test_what_makes_no_sense_is_told_beside_the_field(dana, bad, field):
    page = client_of(dana).post("/staff/rota/lines/offer/", OFFER | bad)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert queries.lines_of(dana.org_id) == []


def test_a_consulate_offers_nothing(asel_of_consulate):
    with acting(asel_of_consulate), pytest.raises(Invalid):
        actions.offer(asel_of_consulate, once=uuid7(), languages=["ru"], answers_within=1)


@pytest.fixture
def asel_of_consulate(consulate):
    from tests.factories import make_member

    return make_member(consulate, "Asel", "supervisor")


def test_of_two_supervisors_the_slower_change_is_refused(dana, almaty):
    made = offer_line(almaty)
    with acting(dana):
        actions.change_line(dana, made, version=1, answers_within=3)
        with pytest.raises(Stale):
            actions.change_line(dana, made, version=1, answers_within=4)
    assert queries.line(made.pk).answers_within == 3


def test_the_last_line_withdrawn_no_call_comes_any_more(gulnara, osh):
    (only,) = queries.lines_of(osh.pk)
    assert client_of(gulnara).post(f"/staff/rota/lines/{only.pk}/withdraw/").status_code == 302
    assert queries.receiver("", "ru") is None
    assert not organisations.organisation(osh.pk).takes_requests
    assert client_of(gulnara).post(f"/staff/rota/lines/{only.pk}/withdraw/").status_code == 404


def test_the_steward_sets_the_order_and_it_is_kept(rustam, osh, almaty, tashkent):
    lines = [offer_line(office) for office in (almaty, tashkent)]
    assert order() == [osh.pk, almaty.pk, tashkent.pk]
    assert client_of(rustam).post(f"/staff/rota/lines/{lines[1].pk}/up/").status_code == 302
    assert order() == [osh.pk, tashkent.pk, almaty.pk]
    client_of(rustam).post(f"/staff/rota/lines/{lines[1].pk}/up/")
    client_of(rustam).post(f"/staff/rota/lines/{lines[1].pk}/up/")
    assert order() == [tashkent.pk, osh.pk, almaty.pk]
    client_of(rustam).post(f"/staff/rota/lines/{lines[1].pk}/down/")
    assert order() == [osh.pk, tashkent.pk, almaty.pk]
    assert queries.receiver("", "ru").organisation.pk == osh.pk
    assert client_of(rustam).post(f"/staff/rota/lines/{lines[1].pk}/sideways/").status_code == 404


def test_nobody_moves_themselves_up(gulnara, osh):
    (only,) = queries.lines_of(osh.pk)
    assert client_of(gulnara).post(f"/staff/rota/lines/{only.pk}/up/").status_code == 403
    with acting(gulnara), pytest.raises(Denied):
        actions.move_line(gulnara, only.pk, up=True)


def test_another_organisations_line_is_read_and_never_changed(chen, osh):
    (theirs,) = queries.lines_of(osh.pk)
    assert osh.name in client_of(chen).get("/staff/rota/lines/").content.decode()
    assert client_of(chen).get(f"/staff/rota/lines/{theirs.pk}/").status_code == 404
    with acting(chen):
        with pytest.raises(NotVisible):
            actions.change_line(chen, theirs, version=1, answers_within=1)
        assert PublicLine.objects.filter(pk=theirs.pk).update(answers_within=1) == 0
        assert PublicLine.objects.filter(pk=theirs.pk).delete()[0] == 0


@pytest.mark.parametrize("door", ["", "steward"])
def test_the_database_lets_nobody_offer_for_another(chen, osh, door):
    made = PublicLine(org=osh, languages=["ru"], answers_within=1, position=1)
    with acting(chen, door=door), pytest.raises(ProgrammingError), transaction.atomic():
        made.save(force_insert=True)


def test_an_operator_reads_the_lines_and_offers_none(aigul):
    assert client_of(aigul).get("/staff/rota/lines/").status_code == 200
    assert client_of(aigul).post("/staff/rota/lines/offer/", OFFER).status_code == 403


def test_the_page_of_lines_costs_the_same_for_two_and_for_twenty(aigul, osh, almaty):
    client = client_of(aigul)
    offer_line(almaty)
    few = statements(lambda: client.get("/staff/rota/lines/"))
    for _more in range(18):
        offer_line(almaty)
    assert statements(lambda: client.get("/staff/rota/lines/")) == few
