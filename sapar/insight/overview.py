"""The overview: findings in sentences, each with its drawing and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapar.cases.codes import Industry, Outcome, WaitingFor
from sapar.cases.work_codes import Unit
from sapar.directory.taxonomy import Problem, Service
from sapar.insight import charts, counts, people, places, screenings, waiting
from sapar.insight.sections import Section, by_kind, number
from sapar.insight.tables import Table
from sapar.intake.codes import Channel, ContactOutcome
from sapar.intake.desk_codes import Asked
from sapar.people import lists
from sapar.referrals.flow import ReferralState
from sapar.ui.dates import babel_locale

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import TextChoices

    from sapar.insight.counts import Counts
    from sapar.insight.selection import Selection
    from sapar.organisations.actor import StaffActor

    Words = Callable[[str], str]


def of(kind: type[TextChoices]) -> Words:
    """The words of a list of codes; a code that is not in it (any more) stands for itself."""

    def words(code: str) -> str:
        return str(kind(code).label) if code in kind.values else code or _("Not known")

    return words


def country(code: str) -> str:
    return lists.country_name(code) if code else _("Not known")


def language(code: str) -> str:
    return lists.language_name(code) if code else _("Not known")


def month(day: dt.date) -> str:
    """“мар”: three letters at most, so that twelve of them stand side by side."""
    return format_skeleton("MMM", day, locale=babel_locale())[:3].strip(".")


def sections(actor: StaffActor, chosen: Selection) -> list[Section]:
    """All findings, in the order they are read. A fixed number of statements, however much there is to count."""
    return [
        *_of_contacts(actor, chosen),
        *_of_cases(actor, chosen),
        *people.sections(counts.people(actor, chosen), counts.needs(actor, chosen)),
        people.for_donors(counts.donor(actor, chosen)),
        *waiting.sections(actor, chosen),
        *_of_referrals(actor, chosen),
        *screenings.sections(actor, chosen),
    ]


def _of_contacts(actor: StaffActor, chosen: Selection) -> list[Section]:
    now = counts.contacts(actor, chosen)
    earlier = counts.contacts(actor, chosen.before())["all"].get("", 0)
    total = now["all"].get("", 0)
    return [
        over_time("contacts", _("Contacts"), chosen, now["month"], _contacts_finding(total, earlier)),
        by_kind("topics", _("Contacts"), _("Topic"), worded(now["topic"], of(Problem)), _top(_("Most asked"), total)),
        by_kind("languages", _("Contacts"), _("Language"), worded(now["language"], language), _top(_("Languages"), total)),
        by_kind("countries", _("Contacts"), _("Country"), worded(now["country"], country), _top(_("Countries"), total)),
        by_kind("channels", _("Contacts"), _("Channel"), worded(now["channel"], of(Channel)), _top(_("How they came"), total)),
        by_kind(
            "talk-outcomes", _("Contacts"), _("Outcome"),
            worded(now["outcome"], of(ContactOutcome)), _top(_("How talks ended"), total),
        ),
        _standing(now),
    ]  # fmt: skip


def _of_cases(actor: StaffActor, chosen: Selection) -> list[Section]:
    now = counts.cases(actor, chosen)
    opened, settled = sum(now["opened"].values()), sum(now["outcome"].values())
    return [
        _opened_and_closed(chosen, now),
        by_kind("problems", _("Cases"), _("Problem"), worded(now["problem"], of(Problem)), _top(_("Problems of new cases"), opened)),
        by_kind("outcomes", _("Problems settled"), _("Outcome"), worded(now["outcome"], of(Outcome)), _top(_("What came of it"), settled)),
        *_where_and_at_what(now, opened),
        by_kind("waiting-for", _("Cases"), _("Waiting for"), worded(now["waiting-for"], of(WaitingFor)), _top(_("Cases wait"), sum(now["waiting-for"].values()))),
        _services(actor, chosen),
    ]  # fmt: skip


def _where_and_at_what(now: Counts, opened: int) -> list[Section]:
    """Regions and kinds of work, where anybody has written one down."""
    found = []
    if any("-" in code for code in now["place"]):
        named = places.place_names(code for code in now["place"] if code)
        words = worded(now["place"], lambda code: named.get(code) or _("Not known"))
        found.append(by_kind("places", _("Cases"), _("Place"), words, _top(_("Place"), opened)))
    if any(now["industry"]):
        work = worded(now["industry"], of(Industry))
        found.append(by_kind("work", _("Cases"), _("Kind of work"), work, _top(_("Kind of work"), opened)))
    return found


def _of_referrals(actor: StaffActor, chosen: Selection) -> list[Section]:
    both = counts.referrals(actor, chosen)
    words = {"sent": _("Referrals sent"), "received": _("Referrals received")}
    found = []
    for way, title in words.items():
        now = both[way]
        total = sum(now["state"].values())
        by_state = worded(now["state"], of(ReferralState))
        found.append(by_kind(f"referrals-{way}", title, title, by_state, _top(title, total)))
        if not total:
            continue
        found += [
            by_kind(
                f"partners-{way}",
                title,
                _("Partner"),
                list(now["partner"].items()),
                _top(_partners(way), total),
            ),
            by_kind(
                f"answers-{way}",
                title,
                _("Answer"),
                worded(now["answer"], _answer),
                _top(_("Answers"), total),
            ),
        ]
    return found


def _partners(way: str) -> str:
    return _("Sent to") if way == "sent" else _("Received from")


def _answer(code: str) -> str:
    words = {"in-time": _("In time"), "late": _("Late"), "waiting": _("Still in time"), "none": _("Never")}
    return words[code]


def worded(found: Mapping[str, int], words: Words) -> list[tuple[str, int]]:
    return [(words(code), n) for code, n in found.items()]


def over_time(code: str, title: str, chosen: Selection, found: Mapping[str, int], finding: str) -> Section:
    """A column a month of the period, empty ones too."""
    months = [(month(day), found.get(f"{day:%Y-%m}", 0)) for day in chosen.period.months()]
    rows = [[f"{day:%Y-%m}", found.get(f"{day:%Y-%m}", 0)] for day in chosen.period.months()]
    table = Table(code, title, [_("Month"), title], rows if any(found.values()) else [])
    return Section(code, finding, table, columns=charts.columns(months))


def _contacts_finding(total: int, earlier: int) -> str:
    said = ngettext("%(count)s contact", "%(count)s contacts", total) % {"count": number(total)}
    if not earlier:
        return said
    change = round(100 * (total - earlier) / earlier)
    if change == 0:
        return _("%(contacts)s, as many as in the period before") % {"contacts": said}
    words = {"contacts": said, "change": number(abs(change)), "before": number(earlier)}
    if change > 0:
        return _("%(contacts)s, %(change)s%% more than in the period before (%(before)s)") % words
    return _("%(contacts)s, %(change)s%% fewer than in the period before (%(before)s)") % words


def _top(what: str, total: int) -> Callable[[Sequence[tuple[str, int]]], str]:
    """“Most asked: wages not paid, 120 of 412”."""

    def finding(ordered: Sequence[tuple[str, int]]) -> str:
        label, n = ordered[0]
        return _("%(what)s: %(label)s – %(n)s of %(total)s") % {
            "what": what, "label": label, "n": number(n), "total": number(total),
        }  # fmt: skip

    return finding


def _standing(now: Counts) -> Section:
    """The three standing questions beside each other: how often asked, how often yes."""
    questions = {
        "violence": _("Violence"),
        "discrimination": _("Discrimination"),
        "documents_taken": _("Documents taken away"),
    }
    columns = [_("Asked about"), *(str(answer.label) for answer in Asked)]
    rows = [[words, *(now[name].get(answer, 0) for answer in Asked)] for name, words in questions.items()]
    yes = [(words, now[name].get(Asked.YES, 0)) for name, words in questions.items()]
    total = now["all"].get("", 0)
    table = Table("standing", _("Standing questions"), columns, rows if total else [])
    finding = _("Told when asked: %(answers)s") % {
        "answers": ", ".join(f"{words}: {number(n)}" for words, n in yes)
    }
    return Section("standing", finding, table, bars=charts.bars(yes))


def _opened_and_closed(chosen: Selection, now: Counts) -> Section:
    opened, closed = sum(now["opened"].values()), sum(now["closed"].values())
    months = chosen.period.months()
    rows: list[list[Any]] = [
        [f"{day:%Y-%m}", now["opened"].get(f"{day:%Y-%m}", 0), now["closed"].get(f"{day:%Y-%m}", 0)]
        for day in months
    ]
    table = Table(
        "cases", _("Cases"), [_("Month"), _("Opened"), _("Closed")], rows if opened or closed else []
    )
    finding = _("%(opened)s cases opened, %(closed)s closed, %(open)s open today") % {
        "opened": number(opened), "closed": number(closed), "open": number(now["open"].get("", 0)),
    }  # fmt: skip
    drawn = charts.columns([(month(day), now["opened"].get(f"{day:%Y-%m}", 0)) for day in months])
    return Section("cases", finding, table, columns=drawn, note=_("The drawing shows cases opened."))


def _services(actor: StaffActor, chosen: Selection) -> Section:
    given = counts.services(actor, chosen)
    columns = [_("Service"), _("Unit"), _("Project"), _("Times"), _("How much"), _("Cases"), _("People")]
    rows = [
        [
            of(Service)(one.kind), one.currency or of(Unit)(one.unit), one.project or "", one.times,
            float(one.quantity), one.cases, one.people,
        ]
        for one in sorted(given, key=lambda one: (-one.times, one.kind, one.unit, one.project))
    ]  # fmt: skip
    times: dict[str, int] = {}
    for one in given:
        times[one.kind] = times.get(one.kind, 0) + one.times
    total = sum(times.values())
    said = ngettext("%(count)s service given", "%(count)s services given", total) % {"count": number(total)}
    return Section(
        "services", said, Table("services", _("Services given"), columns, rows),
        bars=charts.bars(worded(times, of(Service))),
    )  # fmt: skip
