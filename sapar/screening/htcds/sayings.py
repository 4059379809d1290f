"""What can be wrong with a file, by code. Commands say it in English, pages in the reader's language."""

from __future__ import annotations


def _(words: str) -> str:
    """Marks a sentence for translators, who find it by this name; this package knows no language."""
    return words


SAYINGS = {
    "too-large": _("The file is larger than 2 MB. Split it."),
    "not-utf-8": _("The file is not UTF-8 text: byte %(byte)s cannot be read. Save it as UTF-8."),
    "empty": _("The file is empty."),
    "no-rows": _("The file has a heading and no rows."),
    "too-many-rows": _("The file has %(rows)s rows; at most %(most)s are read at a time. Split it."),
    "no-known-column": _(
        "No column has a name of the standard, such as prs_Gender or vic_TraffickingStatus."
    ),
    "broken-table": _("The table cannot be read near line %(line)s: %(fault)s."),
    "column-twice": _("The column %(column)s stands there twice."),
    "other-width": _("has %(cells)s cells where the heading has %(wanted)s"),
    "broken-json": _("The file looks like JSON and is not: %(fault)s."),
    "no-records": _('The JSON has no list of records, as in {"records": [{…}]}.'),
    "one-value-only": _("takes one value only"),
    "too-long": _("is longer than %(most)s letters"),
    "no-country": _("“%(value)s” is no two-letter code of a country (ISO 3166)"),
    "not-in-list": _("“%(value)s” is not in the list of this field"),
    "no-date": _("“%(value)s” is no date like 1990-05-01"),
    "no-birthday": _("%(value)s cannot be a day of birth"),
    "no-language": _("“%(value)s” is no code of a language (ISO 639-2)"),
    "neither-true-nor-false": _("“%(value)s” is neither TRUE nor FALSE"),
}
