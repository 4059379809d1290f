"""Which sources hold the words of the public pages: these are complete in all eight languages, not only two.

Globs below `sapar/`. Staff share some of the files (the taxonomy, forms); a word here is a public word.
"""

from __future__ import annotations

PUBLIC_SOURCES = (
    "ui/templates/ui/base.html",
    "ui/templates/ui/public.html",
    "ui/templates/ui/error.html",
    "ui/templates/ui/retry.html",
    "ui/templates/ui/components/demo.html",
    "ui/templates/ui/components/error_summary.html",
    "ui/templates/ui/components/field.html",
    "ui/templates/ui/components/languages.html",
    "ui/templates/ui/components/unreviewed.html",
    "ui/templatetags/ui.py",
    "ui/dates.py",
    "ui/fields.py",
    "ui/forms.py",
    "ui/phones.py",
    "ui/widgets.py",
    "ui/words.py",
    "config/errors.py",
    "organisations/models.py",
    "directory/templates/directory/public/*.html",
    "directory/cards.py",
    "directory/forms.py",
    "directory/offer_codes.py",
    "directory/offer_words.py",
    "directory/particulars.py",
    "directory/taxonomy.py",
    "directory/views/public.py",
    "intake/templates/intake/ask.html",
    "intake/templates/intake/my_request.html",
    "intake/templates/intake/sent.html",
    "intake/templates/intake/told.html",
    "intake/codes.py",
    "intake/flow.py",
    "intake/forms.py",
    "intake/views/public.py",
    "keeping/paper.py",
    # Codes in words: on the page of a one-time link, on the sheet, on the paper form.
    "cases/codes.py",
    "people/codes.py",
    "intake/desk_codes.py",
    "referrals/sheet.py",
    # On the paper form, which is printed in every language.
    "sheets/paper.py",
    "referrals/templates/referrals/public/*.html",
    "referrals/link_codes.py",
    "referrals/link_forms.py",
    "referrals/views/public.py",
)
