"""Unique people helped, as donors ask for them: by sex and age group, and by citizenship."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapar.insight import charts
from sapar.insight.sections import Section, by_kind, number
from sapar.insight.tables import Table
from sapar.people import lists
from sapar.people.codes import AgeBand, Need, Sex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sapar.insight.counts import DonorCount, PeopleCount


def sections(counted: Sequence[PeopleCount], needs: Mapping[str, int]) -> list[Section]:
    return [_by_sex_and_age(counted), _by_citizenship(counted), _by_need(needs)]


def for_donors(counted: Sequence[DonorCount]) -> Section:
    """A line for each project, country, sex and age group; people who stand in two lines count in both."""
    columns = [_("Project"), _("Country"), _("Sex"), _("Age"), _("Services given"), _("People, each once")]
    rows = [
        [
            one.project or _("No project"),
            lists.country_name(one.country) if one.country else _("Not known"),
            str(Sex(one.sex).label),
            str(AgeBand(one.age_band).label),
            one.services,
            one.people,
        ]
        for one in counted
    ]
    projects: Counter[str] = Counter()
    for one in counted:
        projects[one.project or _("No project")] += one.people
    table = Table("donor", _("For donors"), columns, rows)
    finding = _("For donors: services and people by project, country, sex and age")
    return Section("donor", finding, table, bars=charts.bars(list(projects.items())))


def _by_need(needs: Mapping[str, int]) -> Section:
    counted = [(str(Need(code).label), n) for code, n in needs.items()]
    return by_kind("needs", _("People helped"), _("Need"), counted, _need_finding)


def _need_finding(ordered: Sequence[tuple[str, int]]) -> str:
    label, n = ordered[0]
    return _("Needed most: %(label)s – %(n)s") % {"label": label, "n": number(n)}


def _by_sex_and_age(counted: Sequence[PeopleCount]) -> Section:
    cells: Counter[tuple[str, str]] = Counter()
    for one in counted:
        cells[one.age_band, one.sex] += one.people
    columns = [_("Age"), *(str(sex.label) for sex in Sex), _("All")]
    rows = [_row(str(band.label), [cells[band, sex] for sex in Sex]) for band in AgeBand]
    total = cells.total()
    sums = [sum(cells[band, sex] for band in AgeBand) for sex in Sex]
    table = Table("people", _("People helped"), columns, [*rows, _row(_("All"), sums)] if total else [])
    said = ngettext("%(count)s person helped", "%(count)s people helped", total) % {"count": number(total)}
    women = sum(cells[band, Sex.FEMALE] for band in AgeBand)
    finding = _("%(people)s, %(women)s of them women and girls") % {"people": said, "women": number(women)}
    ages = [(str(band.label), sum(cells[band, sex] for sex in Sex)) for band in AgeBand]
    return Section(
        "people",
        finding,
        table,
        bars=charts.bars(ages),
        note=_("Each person once: of cases opened in this time, or with a talk or a service in it."),
    )


def _row(label: str, numbers: list[int]) -> list[str | int]:
    return [label, *numbers, sum(numbers)]


def _by_citizenship(counted: Sequence[PeopleCount]) -> Section:
    cells: Counter[tuple[str, str]] = Counter()
    for one in counted:
        cells[one.citizenship, one.sex] += one.people
    totals = Counter({code: sum(cells[code, sex] for sex in Sex) for code, _sex in cells})
    columns = [_("Citizenship"), *(str(sex.label) for sex in Sex), _("All")]
    rows = [_row(_citizenship(code), [cells[code, sex] for sex in Sex]) for code, _n in totals.most_common()]
    table = Table("citizenships", _("People helped"), columns, rows)
    if not rows:
        return Section("citizenships", _("Citizenship"), table)
    code, most = totals.most_common(1)[0]
    finding = _("%(what)s: %(label)s – %(n)s of %(total)s") % {
        "what": _("Citizenship"), "label": _citizenship(code),
        "n": number(most), "total": number(totals.total()),
    }  # fmt: skip
    bars = charts.bars([(_citizenship(code), n) for code, n in totals.items()])
    return Section("citizenships", finding, table, bars=bars)


def _citizenship(code: str) -> str:
    words = {"": _("Not known"), "none": _("No citizenship"), "several": _("More than one")}
    return words[code] if code in words else lists.country_name(code)
