"""Near, for whom, open now, kept, never a dead end: as a phone asks for it, and as verbs change it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import translation

from sapar.common.tenancy import scope
from sapar.directory import actions as directory
from sapar.directory import lexicon, lines, phrases, queries, understanding
from sapar.directory.models import Hours, Line, Listing, Offer, Site
from sapar.directory.naming import search_names
from sapar.directory.search import Level
from sapar.directory.spelling import words
from sapar.directory.terms import SearchTerms
from sapar.organisations import actions as network
from sapar.organisations.models import Organisation
from tests.factories import acting

if TYPE_CHECKING:
    from django.test import Client

    from sapar.organisations.actor import StaffActor

pytestmark = pytest.mark.usefixtures("seeded")
BISHKEK, OSH = "1528675", "1527534"


@pytest.fixture
def oasis() -> Organisation:
    return Organisation.objects.get(slug="oasis-kg")


def slugs(terms: SearchTerms) -> list[str]:
    return [one.slug for one in queries.search(terms).results]


def shelters_of(org: Organisation) -> Offer:
    return next(one for one in Offer.objects.filter(org=org) if "shelter" in one.codes)


def rewritten(org: Organisation) -> None:
    lines.write(Listing.objects.filter(org=org).values_list("pk", flat=True))


def test_where_the_phone_is_stands_in_no_address_and_no_town_is_asked_for(client: Client) -> None:
    answer = client.post("/en/find/", {"near": "42.9,74.6", "what": "s-shelter"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Near me" in page
    assert "Oasis" in page
    assert not answer.cookies
    assert "42.9" not in "".join(part for part in page.split('"') if part.startswith("/"))


@pytest.mark.parametrize(
    "near", ["", "91,0", "0,181", "42.9", "42.9,74.6,1", "a,b", "٤٢,٧٤", "4" * 400, "nan,nan"]
)
def test_a_position_that_is_none_is_not_answered(client: Client, near: str) -> None:
    answer = client.post("/en/find/", {"near": near, "what": "s-shelter"})
    assert answer.status_code == 302
    assert answer["Location"] == "/en/find/?what=s-shelter"


def test_a_position_is_rounded_again_and_gets_the_country_of_the_nearest_town() -> None:
    spot = queries.spot_at(42.87654, 74.61234)
    assert (spot.latitude, spot.longitude, spot.country) == (42.9, 74.6, "KG")


@pytest.mark.field("F17")
def test_a_service_for_women_is_first_for_a_woman_and_not_there_for_a_man(oasis: Organisation) -> None:
    with scope(org=oasis.pk):
        Offer.objects.filter(pk=shelters_of(oasis).pk).update(sex="women")
        rewritten(oasis)
    asked = SearchTerms("s-shelter", "KG")
    for_woman = queries.search(asked.but(whom="woman")).results
    assert (for_woman[0].slug, for_woman[0].is_made_for) == ("oasis-kg", True)
    assert for_woman[0].level is Level.ASKED
    of_man = [one for one in queries.search(asked.but(whom="man")).results if one.level < Level.HOTLINES]
    assert "oasis-kg" not in [one.slug for one in of_man]


def test_what_is_closed_now_is_said_to_be_closed_and_comes_after(client: Client, oasis: Organisation) -> None:
    offer = shelters_of(oasis)
    with scope(org=oasis.pk):
        Hours.objects.create(
            org=oasis, offer=offer, weekdays=[0, 1, 2, 3, 4], opens=dt.time(9), closes=dt.time(18)
        )
        rewritten(oasis)
    address = f"/en/find/?what=s-shelter&where={BISHKEK}&open=1"
    # In Bishkek it is six hours later than in Greenwich.
    with time_machine.travel("2026-11-23T05:00:00+00:00", tick=False):
        assert "Open now" in client.get(address).content.decode()
    with time_machine.travel("2026-11-23T13:00:00+00:00", tick=False):
        assert "Closed now" in client.get(address).content.decode()


def test_a_line_knows_no_place_that_is_secret_and_none_that_nobody_wished_to_be_listed(
    oasis: Organisation,
) -> None:
    listing = Listing.objects.get(org=oasis)
    with scope(org=oasis.pk):
        for kind, is_secret in (("shelter", True), ("access-point", False)):
            here = {} if is_secret else {"latitude": 10.0, "longitude": 10.0}
            site = Site.objects.create(
                org=oasis, listing=listing, kind=kind, is_secret=is_secret, country="KG", **here
            )
            shelters_of(oasis).at.create(org=oasis, site=site)
        Listing.objects.filter(pk=listing.pk).update(place_is_secret=True, place=None)
        rewritten(oasis)
    found = Line.objects.filter(listing=listing)
    assert found.exists()
    assert not found.exclude(latitude=None, longitude=None, site=None).exists()


def test_nobody_writes_a_line_by_hand(oasis: Organisation) -> None:
    from django.db import transaction
    from django.db.utils import ProgrammingError

    with (
        scope(org=oasis.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        Line.objects.filter(org=oasis).update(is_free=True)


def test_the_kept_page_holds_the_answers_and_asks_for_nothing_outside(client: Client) -> None:
    answer = client.get(f"/en/find/keep/?what=s-shelter&where={BISHKEK}")
    page = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="list.html"'
    assert "Oasis" in page
    assert not [
        one
        for one in ("<script", "<link", "<img", "http")
        if one in page.replace("http://", "").partition("<ol>")[0]
    ]


def test_every_condition_can_be_taken_away_by_one_tap(client: Client) -> None:
    page = client.get(
        f"/en/find/?what=s-shelter&where={OSH}&language=tk&whom=man&free=1&open=1"
    ).content.decode()
    for words_of_it in (
        "In the whole country",
        "In any language",
        "For anybody",
        "Also what costs money",
        "closed now",
    ):
        assert words_of_it in page
    assert "Ask for help" in page


def test_the_picture_of_the_network_names_no_town_of_a_secret_place(
    client: Client, oasis: Organisation
) -> None:
    with scope(org=oasis.pk):
        Listing.objects.filter(org=oasis).update(place_is_secret=True, place=None)
        rewritten(oasis)
    page = client.get("/en/network/").content.decode()
    listed = Listing.objects.filter(place=BISHKEK, status="listed").count()
    assert f"Bishkek: {listed}<" in page
    assert "Nobody within 300 km" in page


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("зарплату не плотят", "p-unpaid-wages"),
        ("айлыгымды", "p-unpaid-wages"),
        ("zarplata", "p-unpaid-wages"),
        ("laywer", "s-legal-advice"),
        ("адвакат", "s-legal-representation"),
        ("что делать", ""),
        ("узбекистан", ""),
    ],
)
def test_words_tell_of_a_need_in_any_letters_and_with_a_mistake(typed: str, need: str) -> None:
    assert lexicon.read(words(typed)).need == need


@pytest.mark.parametrize(
    ("reader", "typed", "need"),
    [
        # «Язык» says nothing in Russian, azyk is food in Turkmen.
        ("tk", "dasoguzda azyk komegi", "s-aid"),
        ("ru", "узбекский язык", ""),
        # A circumstance is the need only when nothing else is.
        ("ru", "больница без документов", "s-medical"),
        ("ru", "без документов", "p-identity-papers"),
        ("ru", "приют для беременных", "s-shelter"),
        ("en", "im pregnant", "s-medical"),
        # What happened at work comes before work.
        ("ro", "m-a inselat firma de angajare", "p-intermediary-fraud"),
        ("ru", "фирма по трудоустройству обманула", "p-intermediary-fraud"),
        # A word of the line's own language is no other's: қайтыс is death in Kazakh, qaytish the way home in Uzbek.
        ("uz", "uyga qaytishga pul yo'q", "p-return"),
        ("kk", "ағам қайтыс болды", "p-return-dead"),
        ("tg", "полис пул мепурсад", "p-police"),
        ("ru", "врач без полиса", "s-medical"),
        # A space left out, a letter that the keyboard lacks, an ending after three letters.
        ("ru", "неплатят", "p-unpaid-wages"),
        ("tg", "тарчумон лозим", "s-accompaniment"),
        ("kk", "баратын жерім жоқ", "s-shelter"),
        # A word of each of two families, foreseen by nobody.
        ("en", "they lock us in factory", "p-not-free-to-leave"),
        ("tg", "начальник пулама наметия", "p-unpaid-wages"),
        ("kk", "жұмыс таба алмай жүрмін", "s-jobs"),
        # As it is heard, with its first letter too.
        ("ru", "абманули пасредники", "p-intermediary-fraud"),
        # Of a circumstance and what is told beside it, the latter; with more words of its own also a phrase that shares it.
        ("en", "school says no to my kid no papers", "p-school-refused"),
        ("uz", "erim uylanib olibdi pul yubormaydi u yoqda", "p-family-left"),
        # What is worse is told of first.
        ("ky", "кулдай иштетип жатышат акча бербейт", "p-forced-labour"),
    ],
)
def test_words_are_read_in_the_language_of_their_line(reader: str, typed: str, need: str) -> None:
    assert lexicon.read(words(typed), reader=reader).need == need


TOWNS = [
    ("ru", "работа в казани", "551487"),
    ("ru", "юрист ош", OSH),
    ("ky", "ошто юрист", OSH),
    ("en", "lawer in almati", "1526384"),
    # Common words that are spelled, or nearly spelled, as some town is.
    ("ky", "айлык ала албай жатам", ""),
    ("ru", "хозяин избил", ""),
    ("ru", "тело мужа домой", ""),
    ("uz", "ishim yo'q ish kerak", ""),
    ("ro", "medic fara bani", ""),
    ("ru", "омон облава на рынке", ""),
    # Whose embassy, and which language, is not where.
    ("ru", "посольство киргизии", ""),
    ("en", "russian language course", ""),
    ("ru", "консул в россии", "RU"),
    ("en", "entry ban russia", "RU"),
    # Endings of spoken languages, of two letters alike one; what people call a town; whose own name it is.
    ("tg", "хучандба юрист даркор", "1514879"),
    ("ky", "ноокатта прописка", "1528339"),
    ("kk", "қарағандыдағы заңгер", "609655"),
    ("ru", "юрист в челябе", "1508291"),
    ("ru", "юрист в уфе", "479561"),
    # With a mistake: large ones, and small ones where people come from.
    ("en", "lawyer in gulistno", "1513966"),
    ("ru", "нижний новгарод юрист", "520555"),
    # A need that sounds like a town is one only where nothing else is told.
    ("ru", "юрист в токмоке", "1527199"),
    ("ru", "нету гражданства советский паспорт", ""),
]


def test_beside_a_need_a_place_is_one_only_where_it_is_surely_meant() -> None:
    where = []
    for reader, typed, _place in TOWNS:
        with translation.override(reader):
            understood = understanding.understand(typed)
        where.append((reader, typed, understood.where + "?" * bool(understood.places)))
    assert where == TOWNS


def test_a_name_is_found_with_a_mistake_and_a_need_is_no_name(oasis: Organisation) -> None:
    with scope(org=oasis.pk):
        found = search_names("Фонд «Оазис»", "Горячая линия «Семь ветров»")
        Listing.objects.filter(org=oasis).update(search_names=found)
    for typed in ("оазис", "фонд оазси", "симь ветров", "семь ветров телефон", "врач семь витров бишкек"):
        assert understanding.understand(typed).slug == "oasis-kg", typed
    assert understanding.understand("горячая линия").what == "s-hotline"


def test_a_renamed_organisation_is_found_by_its_new_name_and_its_old_one(nurlan: StaffActor) -> None:
    with acting(nurlan):
        directory.add_listing(nurlan, nurlan.org, services=["aid"], fee="free")
        before = nurlan.org.name
        network.change_profile(nurlan, version=1, name="Кызыл кайык")
    for typed in ("кызыл кайык", before):
        assert understanding.understand(typed).slug == nurlan.org.slug


def test_who_has_no_money_asks_for_what_is_free() -> None:
    assert understanding.understand("lawyer in almaty no money").free_only
    assert not understanding.understand("no money for food").free_only


def test_whom_to_ask_at_all_is_a_question_of_its_own_but_not_of_a_place() -> None:
    assert understanding.understand("не знаю куда обратиться").what == "p-other"
    assert understanding.understand("кто поможет в бишкеке").where == BISHKEK
    assert not understanding.understand("кто поможет в бишкеке").what


@pytest.mark.parametrize("code", ["ru", "ky", "uz", "tg", "kk", "tk", "ro", "en"])
def test_every_language_has_words_for_every_need(code: str) -> None:
    needs = {key: said for key, said in phrases.file().items() if key[:2] in ("p-", "s-")}
    assert [key for key, said in needs.items() if not said.get(code)] == []
