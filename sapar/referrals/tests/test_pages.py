"""The pages: the whole way on both sides, what they refuse, and that nothing personal stands in an address."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions as cases
from sapar.cases.models import Case
from sapar.common import tenancy
from sapar.directory.actions import rows
from sapar.directory.models import LegalState, Listing, Offer
from sapar.organisations import actions as organisations
from sapar.people.particulars import Particulars, Spelling
from sapar.referrals import queries
from sapar.referrals.contents import Details, Summary
from sapar.referrals.models import Referral
from sapar.referrals.tests.story import NAME, PHONE, SAFETY, TALE, WAYS, Story, turn
from sapar.ui.dates import PartialDate, Precision
from tests.cast import client_of
from tests.factories import SYSTEM
from tests.pages import said_by

CALM = "The person has withdrawn consent. You no longer see their details."


def _in_english(actor):
    client = client_of(actor)
    client.cookies["l"] = "en"
    return client


@pytest.fixture
def bakyts(bakyt):
    return _in_english(bakyt)


@pytest.fixture
def saules(saule):
    return _in_english(saule)


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"referrals:{name}", args=args), query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def post(client, name, *args, query="", **typed):
    return client.post(reverse(f"referrals:{name}", args=args) + query, typed)


def _choice(story, **more):
    return {
        "go": "1", "people": [str(story.person.pk)], "asked_for": ["legal-advice"],
        "fields_chosen": ["problems", "languages", "needs", "names", "phones", "story"],
    } | more  # fmt: skip


ANSWERS = {
    "how": "voice",
    "language_read": "ru",
    "interpreted_by": "nobody",
    "explained": "on",
    "until": (timezone.localdate() + dt.timedelta(days=30)).isoformat(),
}


def test_the_whole_way(story, bakyts, saules, bakyt):
    case, almaty = story.case.pk, story.to_org.pk
    listed = page(bakyts, "who", case)
    assert story.to_org.name in listed
    assert bakyt.membership.org.name not in re.sub(r"<header.*?</header>", "", listed, flags=re.DOTALL)

    plan = page(bakyts, "plan", case, almaty)
    assert NAME in plan
    answer = bakyts.get(reverse("referrals:plan", args=[case, almaty]), _choice(story))
    assert answer.status_code == 302
    consent = answer.headers["Location"]
    assert NAME not in consent
    shown = bakyts.get(consent).content.decode()
    assert NAME in shown
    assert "We ask for your consent" in shown
    answer = bakyts.post(consent, ANSWERS)
    assert answer.status_code == 302
    again = bakyts.post(consent, ANSWERS)
    assert again.headers["Location"] == answer.headers["Location"]
    with turn(bakyt):
        referral = Referral.objects.get()
    assert answer.headers["Location"] == reverse("referrals:offer", args=[referral.pk])
    story.referral = referral

    preview = page(bakyts, "offer", referral.pk)
    before, after = preview.split('id="after"')
    assert NAME not in before.split('id="before"')[1]
    for words in (NAME, TALE, SAFETY):
        assert words in after
    assert page(saules, "referral", referral.pk, status=404)

    typed = {"hours": "72", **_hidden(preview)}
    for _click in range(2):
        answer = post(bakyts, "offer", referral.pk, **typed)
        assert answer.headers["Location"] == reverse("referrals:referral", args=[referral.pk])
    assert str(referral.pk) in page(saules, "inbox")
    offered = page(saules, "referral", referral.pk)
    assert "Wages not paid" in offered
    assert NAME not in offered + page(saules, "accept", referral.pk)

    assert post(saules, "accept", referral.pk, number="").status_code == 302
    accepted = page(saules, "referral", referral.pk)
    for words in (NAME, TALE, SAFETY):
        assert words in accepted
    assert accepted.index(SAFETY) < accepted.index(PHONE.removeprefix("+")[:3])
    own = re.search(r"/staff/cases/([0-9a-f-]{36})/", accepted)[1]
    assert NAME in saules.get(reverse("cases:case", args=[own])).content.decode()

    assert post(saules, "start", referral.pk).status_code == 302
    report = {"words": "The passport is back.", "outcome-document-taken": "solved"}
    assert post(saules, "report", referral.pk, **report).status_code == 302
    told = page(bakyts, "referral", referral.pk)
    assert "The passport is back." in told
    settle = re.search(rf"/staff/referrals/{referral.pk}/problems/([0-9a-f-]{{36}})/settle/", told)[1]
    assert post(bakyts, "settle", referral.pk, settle).status_code == 302

    story.consents = list(_consents(bakyt, referral))
    story.withdraw_consent()
    gone = (
        page(saules, "referral", referral.pk) + saules.get(reverse("cases:case", args=[own])).content.decode()
    )
    assert CALM in gone
    assert "The passport is back." in gone
    for words in (NAME, TALE, SAFETY, "555"):
        assert words not in said_by(gone)


def _hidden(shown):
    return {name: re.search(rf'name="{name}" value="([^"]+)"', shown)[1] for name in ("once", "seen")}


def test_what_was_not_seen_is_not_offered(story, bakyts, bakyt, saule):
    story.to("draft")
    typed = {"hours": "24", **_hidden(page(bakyts, "offer", story.referral.pk))}
    with turn(bakyt):
        change = cases.Amendment("Another story.", "ky", "KZ")
        cases.amend(bakyt, story.case, change, version=Case.objects.get().version)
    answer = post(bakyts, "offer", story.referral.pk, **typed)
    assert answer.status_code == 409
    assert story.state() == "draft"
    shown = answer.content.decode()
    assert "Another story." in shown
    assert re.search(r'value="24"[^>]*checked', shown)
    assert post(bakyts, "offer", story.referral.pk, hours="24", **_hidden(shown)).status_code == 302
    story.accept()
    assert story.seen_by(saule).details.story == "Another story."


def _consents(actor, referral):
    with turn(actor):
        return list(referral.consents.all())


def test_the_official_is_told_nothing_that_is_not_safe(osh, consulate, bakyt, marat, bakyts):
    story = Story(bakyt, marat)
    answer = bakyts.get(reverse("referrals:plan", args=[story.case.pk, consulate.pk]), _choice(story))
    consent = answer.headers["Location"]
    shown = bakyts.get(consent).content.decode()
    assert shown.index('name="safe_to_tell"') < shown.index('name="how"')
    for typed in (ANSWERS, ANSWERS | {"safe_to_tell": "not-safe"}, ANSWERS | {"safe_to_tell": "not-needed"}):
        assert bakyts.post(consent, typed).status_code == 422
    with turn(bakyt):
        assert not Referral.objects.exists()
        assert Event.objects.filter(verb="consent.unsafe").count() == 1
    assert bakyts.post(consent, ANSWERS | {"safe_to_tell": "safe"}).status_code == 302


def test_each_adult_is_asked_and_children_go_with_the_first(story, bakyt, bakyts):
    with turn(bakyt):
        for name, year, relation in (
            ("Бүбүсара", 1950, "mother"),
            ("Айбек", timezone.localdate().year - 6, "son"),
        ):
            who = Particulars(names=(Spelling(name),), birth=PartialDate(Precision.YEAR, year))
            cases.add_participant(bakyt, story.case, cases.Someone(who), role="helped", relation=relation)
        everybody = [str(one.person_id) for one in story.case.participants.all()]
    answer = bakyts.get(
        reverse("referrals:plan", args=[story.case.pk, story.to_org.pk]), _choice(story, people=everybody)
    )
    consent = answer.headers["Location"]
    first = bakyts.get(consent).content.decode()
    assert NAME in first
    assert "Айбек" in first
    assert "Бүбүсара" not in first
    assert bakyts.post(consent, ANSWERS).headers["Location"] == consent
    assert "Бүбүсара" in bakyts.get(consent).content.decode()
    assert bakyts.post(consent, ANSWERS).headers["Location"].endswith("/offer/")
    with turn(bakyt):
        assert Referral.objects.get().consents.count() == 2


def test_a_consent_that_holds_need_not_be_asked_again(story, bakyt, bakyts):
    story.draft(fields=("problems", "names")).withdraw()
    answer = bakyts.get(
        reverse("referrals:plan", args=[story.case.pk, story.to_org.pk]),
        _choice(story, fields_chosen=["names"]),
    )
    consent = answer.headers["Location"]
    assert 'name="how"' not in bakyts.get(consent).content.decode()
    assert bakyts.post(consent).headers["Location"].endswith("/offer/")


def test_one_step_left_out_leads_back(story, bakyts):
    case, almaty = story.case.pk, story.to_org.pk
    assert page(bakyts, "plan", case, almaty, status=422, go="1")
    answer = bakyts.get(reverse("referrals:consent", args=[case, almaty]), {"people": "nobody", "go": "1"})
    assert answer.headers["Location"] == reverse("referrals:plan", args=[case, almaty])


def test_an_organisation_asked_already_leads_to_its_referral(story, bakyts):
    story.to("offered")
    answer = bakyts.get(reverse("referrals:plan", args=[story.case.pk, story.to_org.pk]))
    assert answer.headers["Location"] == reverse("referrals:referral", args=[story.referral.pk])


def test_not_a_member_says_how_to_reach_it(story, bakyt, bakyts, nurlan):
    outside = organisations.enlist(
        SYSTEM, name="Far helpers (fictional)", kind="ngo", country="KZ", languages=["ru"], is_fictional=True
    )
    with tenancy.scope(org=outside.pk, door="steward"):
        listing = Listing.objects.create(
            org=outside, phone="+77271234567", described_in=2013, search_names="far helpers", names={}
        )
        Offer.objects.create(org=outside, listing=listing, codes=["wage-claim"])
        rows.touch(listing)
    shown = page(bakyts, "who", story.case.pk, what="s-wage-claim", where="KZ")
    assert "Far helpers" in shown
    assert "tel:+77271234567" in shown
    assert "2013" in shown
    assert "foreign agent" not in shown
    assert reverse("referrals:plan", args=[story.case.pk, outside.pk]) in shown
    assert 'value="sheet"' in page(bakyts, "plan", story.case.pk, outside.pk)


def test_what_a_law_made_of_an_organisation_is_read_before_asking_it(story, bakyts, saule):
    with tenancy.scope(org=saule.org_id):
        LegalState.objects.create(
            org=saule.org, country="KZ", state="foreign-agent", since=dt.date(2024, 1, 1), source="A register"
        )
    shown = bakyts.get(reverse("referrals:plan", args=[story.case.pk, saule.org_id])).content.decode()
    assert "A register" in shown


@pytest.mark.parametrize("state", WAYS)
def test_every_page_of_every_state_opens_for_both(story, bakyts, saules, state):
    story.to(state)
    assert page(bakyts, "referral", story.referral.pk)
    assert page(bakyts, "outbox", view=next(v for v, states in queries.VIEWS.items() if state in states))
    assert bakyts.get(reverse("cases:case", args=[story.case.pk])).status_code == 200
    assert page(saules, "referral", story.referral.pk, status=404 if state == "draft" else 200)


@pytest.mark.parametrize(
    ("state", "client", "name", "status"),
    [
        ("draft", "bakyts", "offer", 200), ("offered", "bakyts", "offer", 302), ("offered", "bakyts", "withdraw", 200),
        ("declined", "bakyts", "withdraw", 409), ("offered", "bakyts", "accept", 403), ("offered", "saules", "accept", 200),
        ("offered", "saules", "decline", 200), ("offered", "saules", "report", 409), ("offered", "saules", "complete", 409),
        ("accepted", "saules", "report", 200), ("accepted", "saules", "complete", 200), ("accepted", "saules", "accept", 409),
        ("accepted", "saules", "withdraw", 403), ("draft", "saules", "accept", 404), ("withdrawn", "saules", "report", 409),
    ],
)  # fmt: skip
def test_a_form_is_shown_only_where_it_can_be_sent(request, story, state, client, name, status):
    story.to(state)
    page(request.getfixturevalue(client), name, story.referral.pk, status=status)


@pytest.mark.parametrize("name", ["referral", "offer", "withdraw", "accept", "decline", "report", "complete"])
def test_a_stranger_finds_nothing(story, chen, name):
    story.to("accepted")
    page(client_of(chen), name, story.referral.pk, status=404)
    page(client_of(chen), "who", story.case.pk, status=404)


@pytest.mark.parametrize("name", ["referral", "withdraw", "accept"])
def test_a_colleague_without_the_right_is_refused(story, timur, nurlan, name):
    story.to("offered")
    page(client_of(timur), name, story.referral.pk, status=403)
    page(client_of(nurlan), "inbox", status=403)


def test_a_wrong_number_of_ones_own_case_is_said_beside_the_field(story, saules, bakyt):
    story.to("offered")
    answer = post(saules, "accept", story.referral.pk, number=story.case.number)
    assert answer.status_code == 422
    assert "There is no open case with this number." in answer.content.decode()


def test_what_another_organisation_writes_is_shown_as_text(story, saules, bakyt, saule):
    with turn(bakyt):
        story.case.story = "<script>alert(1)</script>"
        story.case.save()
    story.to("accepted").report("<b>bold</b>")
    shown = page(saules, "referral", story.referral.pk)
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "<b>bold" not in shown


def test_nonsense_inside_a_packet_breaks_nothing(story, saule):
    for given in (
        None,
        [],
        "x",
        7,
        {"people": "x"},
        {"people": [{"names": 5, "birth": {"date": "x"}, "phones": [[]]}]},
    ):
        assert Details.read(given).story == ""
        assert Summary.read(given).problems == ()
    odd = {
        "people": [
            {"birth": {"year": 10**9}, "papers": [{"kind": "spoon", "ends_on": "soon"}], "may_call": "maybe"}
        ]
    }
    somebody = Details.read(odd).people[0]
    assert str(somebody.born)
    assert somebody.papers[0].last_day == "soon"
    assert somebody.may_call == ""


def test_declining_says_why_and_shows_the_sender_the_way_on(story, saules, bakyts):
    story.to("offered")
    assert post(saules, "decline", story.referral.pk).status_code == 422
    assert post(saules, "decline", story.referral.pk, reason="no-capacity").status_code == 302
    shown = page(bakyts, "referral", story.referral.pk)
    assert "No capacity now" in shown
    assert reverse("referrals:who", args=[story.case.pk]) in shown


def test_the_agreement_and_its_discount_are_shown(story, gulnara, bakyts):
    with turn(gulnara):
        organisations.write_agreement(
            gulnara, partner=story.to_org, scope="Legal help", terms="", discount_percent=30,
            signed_on=timezone.localdate(), in_force_from=timezone.localdate(), in_force_to=None, token=uuid.uuid4(),
        )  # fmt: skip
    assert "30 per cent" in page(bakyts, "plan", story.case.pk, story.to_org.pk)


def test_completing_with_the_last_word(story, saules, bakyts):
    story.to("accepted")
    typed = {"words": "All is done.", "outcome-unpaid-wages": "solved", "outcome-document-taken": ""}
    assert post(saules, "complete", story.referral.pk, **typed).status_code == 302
    assert "All is done." in page(bakyts, "referral", story.referral.pk)
