"""What people type, and who should come first."""

from __future__ import annotations

import pytest

from sapar.common.tenancy import scope
from sapar.directory import lines, queries, understanding
from sapar.directory.models import Listing
from sapar.directory.search import Level
from sapar.directory.terms import SearchTerms
from sapar.organisations.models import Organisation

pytestmark = pytest.mark.usefixtures("seeded")

TYPED = [
    # Russian
    ("не платят зарплату в Бишкеке", "zamandash"),
    ("не платят зарплату Казахстан", "association-uzbeks-kz"),
    ("забрали паспорт, Астана", "embassy-kg-kz"),
    ("юрист Москва", "migration-and-law"),
    ("нужен юрист в Екатеринбурге", "migration-and-law"),
    ("работа Екатеринбург", "ural-house"),
    ("общежитие Екатеринбург", "ural-house"),
    ("регистрация Ноокат", "nookat-csc"),
    ("наукат патент", "nookat-csc"),
    ("приют Бишкек", "oasis-kg"),
    ("нет денег на еду, Чимкент", "association-uzbeks-kz"),
    ("психолог", "oasis-kg"),
    ("посольство в Москве", "embassy-kg-moscow"),
    ("хочу домой из Казахстана", "iom-almaty"),
    ("запрет на въезд", "employment-abroad-centre-kg"),
    ("профсоюз Питер", "novoprof"),
    ("адвокат суд Москва", "memorial-migration-network"),
    ("курсы сварщиков Джизак", "istiqlol-avlodi-jizzakh"),
    ("соль-илецк работодатель", "zamandash-orenburg"),
    ("горячая линия Россия", "migration-and-law"),
    ("держат в рабстве Алматы", "iom-almaty"),
    ("нет свидетельства о рождении ребенка Астана", "embassy-kg-kz"),
    # English
    ("unpaid wages Bishkek", "zamandash"),
    ("lawyer in Moscow", "migration-and-law"),
    ("shelter Bishkek", "oasis-kg"),
    ("passport Astana", "embassy-kg-kz"),
    ("welding course Jizzakh", "istiqlol-avlodi-jizzakh"),
    ("trade union Saint Petersburg", "novoprof"),
    ("doctor Bishkek", "oasis-kg"),
    ("trafficking Kazakhstan", "iom-almaty"),
    # Kyrgyz, Uzbek, Tajik
    ("айлык бербей жатат Бишкекте", "zamandash"),
    ("юрист керек Бишкек", "employment-abroad-centre-kg"),
    ("Бишкекте баш калкалоо", "oasis-kg"),
    ("элчилик Москва", "embassy-kg-moscow"),
    ("Чымкентте жардам", "association-uzbeks-kz"),
    ("ish haqi Chimkent", "association-uzbeks-kz"),
    ("Jizzaxda kurs", "istiqlol-avlodi-jizzakh"),
    ("pasport Ostona", "embassy-kg-kz"),
    ("музд Москва", "migration-and-law"),
    # Latin letters, mistakes
    ("rabota Ekatirinburg", "ural-house"),
    ("yurist maskva", "migration-and-law"),
    ("profsoyuz piter", "novoprof"),
    ("registratsiya naukat", "nookat-csc"),
    ("kursy svarshikov Dzhizak", "istiqlol-avlodi-jizzakh"),
    ("posolstvo Astana", "embassy-kg-kz"),
    ("priyut bishkk", "oasis-kg"),
    ("Навасибирск", "asman-novosibirsk"),
    ("краснадар", "sodeistvie-krasnodar"),
    # Organisations by name
    ("замандаш соль-илецк", "zamandash-orenburg"),
    ("новопроф", "novoprof"),
    ("Уральский дом", "ural-house"),
    ("мемориал", "memorial-migration-network"),
    ("фонд оазис", "oasis-kg"),
    ("caritas", "caritas-ru"),
    ("опора дружбы", "opora-druzhby"),
]


def first_for(typed: str) -> str:
    understood = understanding.understand(typed)
    if understood.slug:
        return understood.slug
    if understood.organisations:
        return understood.organisations[0].slug
    where = understood.where or (str(understood.places[0].id) if understood.places else "")
    found = queries.search(SearchTerms(understood.what, where))
    return found.results[0].slug if found.results else ""


@pytest.mark.parametrize(("typed", "slug"), TYPED)
def test_the_right_helper_comes_first(typed: str, slug: str) -> None:
    assert first_for(typed) == slug, understanding.understand(typed)


def slugs(terms: SearchTerms, *levels: Level) -> list[str]:
    return [r.slug for r in queries.search(terms).results if not levels or r.level in levels]


def test_language_is_dropped_before_the_place_is_left() -> None:
    found = queries.search(SearchTerms("s-jobs", "1486209", language="ro"))
    assert [(r.slug, r.level) for r in found.results][0] == ("ural-house", Level.OTHER_LANGUAGE)


def test_the_whole_country_then_its_neighbours_then_hotlines() -> None:
    found = queries.search(SearchTerms("s-jobs", "1513886"))
    assert [r.level for r in found.results] == [Level.ASKED, Level.WHOLE_COUNTRY, Level.NEIGHBOURS]
    assert found.widened == (Level.WHOLE_COUNTRY, Level.NEIGHBOURS)
    assert Level.HOTLINES in queries.search(SearchTerms("s-shelter", "RU")).widened


def test_at_home_before_abroad() -> None:
    results = queries.search(SearchTerms("s-shelter", "RU")).results
    assert results[0].country == "RU"
    assert results[1].country == "KG"


@pytest.mark.parametrize("where", ["", "RU", "KZ", "KG", "UZ", "TJ", "TM", "TR", "MD", "745044", "1514879"])
@pytest.mark.parametrize("free", [True, False])
def test_no_question_is_a_dead_end(where: str, free: bool) -> None:
    from sapar.directory.taxonomy import GROUPS, Problem, Service

    for what in [
        *(f"s-{c}" for c in Service.values),
        *(f"p-{c}" for c in Problem.values),
        *(f"g-{c}" for c in GROUPS),
    ]:
        found = queries.search(SearchTerms(what, where, "tk", free_only=free))
        assert [r for r in found.results if not r.has_ended], (what, where)


def test_free_only_leaves_out_what_costs() -> None:
    assert "rupass" in slugs(SearchTerms("s-papers", "524901"))
    assert not {"rupass", "ural-house"} & set(slugs(SearchTerms("s-papers", "524901", free_only=True)))


def test_fit_then_freshness_then_distance() -> None:
    unpaid = slugs(SearchTerms("p-unpaid-wages", "KG"))
    assert unpaid.index("zamandash") < unpaid.index(
        "union-migrants-kg"
    )  # older, but talks about wages itself
    training = queries.search(SearchTerms("s-training", "KZ")).results
    years = [r.described_in for r in training if not r.has_ended]
    assert years == sorted(years, reverse=True)
    near = queries.search(SearchTerms("s-information", "1486209")).results
    assert near[0].slug == "kyrgyzstan-ural"
    assert near[0].distance_km < 1


def test_what_has_ended_comes_last_and_says_so() -> None:
    results = queries.search(SearchTerms("s-training", "KZ")).results
    assert results[-1].slug == "smica-almaty"
    assert results[-1].has_ended


def test_a_hotline_reaches_its_whole_country() -> None:
    found = queries.search(SearchTerms("s-legal-advice", "1486209", "ky"))
    assert found.results[0].slug == "migration-and-law"
    assert found.results[0].covers_country
    assert found.results[0].level is Level.ASKED


def test_an_assumed_town_gives_no_distance() -> None:
    novoprof = next(
        r for r in queries.search(SearchTerms("s-union", "498817")).results if r.slug == "novoprof"
    )
    assert novoprof.place_is_assumed
    assert novoprof.distance_km is None


def test_a_secret_place_is_not_even_stored() -> None:
    from django.db import transaction
    from django.db.utils import IntegrityError

    oasis = Organisation.objects.get(slug="oasis-kg")
    with scope(org=oasis.pk):
        with pytest.raises(IntegrityError, match="listing_secret_place_not_stored"), transaction.atomic():
            Listing.objects.filter(org=oasis).update(place_is_secret=True)
        Listing.objects.filter(org=oasis).update(place_is_secret=True, place=None)
        lines.write(Listing.objects.filter(org=oasis).values_list("pk", flat=True))
    found = next(
        r for r in queries.search(SearchTerms("s-shelter", "1528675")).results if r.slug == "oasis-kg"
    )
    assert (found.town, found.distance_km, found.level) == ("", None, Level.ASKED)


def test_a_hidden_organisation_is_not_found() -> None:
    oasis = Organisation.objects.get(slug="oasis-kg")
    with scope(org=oasis.pk):
        Listing.objects.filter(org=oasis).update(status="hidden")
        assert "oasis-kg" not in slugs(SearchTerms("s-shelter", "KG"))
    assert "oasis-kg" not in slugs(SearchTerms("s-shelter", "KG"))
    assert not understanding.understand("фонд оазис").slug


@pytest.mark.parametrize(
    "typed", ["", " ", "\x00", "%", "_" * 500, "ы" * 100_000, "' or 1=1 --", "🙂🙂", "\u202e\ufeff", "1" * 30]
)
def test_nonsense_is_understood_as_nothing(typed: str) -> None:
    assert understanding.understand(typed) in (
        understanding.Understood(),
        understanding.Understood(places=understanding.understand(typed).places),
    )


@pytest.mark.parametrize(
    "values",
    [{"what": "x-y"}, {"what": "s-nothing"}, {"where": "XX"}, {"where": "9" * 40}, {"where": "-1"}, {"where": "٣"},
     {"language": "zz"}, {"free": "yes"}, {"problem": "nothing"}, {"what": "\x00"}, {"what": "g" * 10_000}],
)  # fmt: skip
def test_codes_that_make_no_sense_are_left_out(values: dict) -> None:
    assert SearchTerms.read(values).is_empty
