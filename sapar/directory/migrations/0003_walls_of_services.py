"""Everybody reads what hangs on a visible entry; its organisation, or the steward for one that has not joined, writes."""

from django.db import migrations

from sapar.common.rls import Protect, SameTenant, own, through_door

WRITE = f"{own()} or {through_door('steward')}"
CHILDREN = {
    "offerat": (("offer_id", "offer"), ("site_id", "site")),
    "hours": (("offer_id", "offer"), ("site_id", "site"), ("offer_at_id", "offerat")),
    "telephone": (
        ("offer_id", "offer"),
        ("site_id", "site"),
        ("offer_at_id", "offerat"),
        ("representative_id", "representative"),
    ),
    "spoken": (("offer_id", "offer"), ("site_id", "site"), ("telephone_id", "telephone")),
    "area": (("offer_id", "offer"), ("offer_at_id", "offerat")),
    "cost": (("offer_id", "offer"),),
    "paperneeded": (("offer_id", "offer"),),
    "capacity": (("offer_id", "offer"),),
}


def listed(table: str) -> str:
    """The condition "the organisation's entry can be seen", by the entry's own policy."""
    return f"exists (select 1 from directory_listing l where l.org_id = {table}.org_id)"


def children() -> list[migrations.operations.base.Operation]:
    made = []
    for name, parents in CHILDREN.items():
        table = f"directory_{name}"
        made.append(Protect(table, read=listed(table), write=WRITE))
        made += [SameTenant(table, column, f"directory_{parent}") for column, parent in parents]
    return made


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_services_as_the_field_needs_them")]

    operations = [
        Protect("directory_offer", read=listed("directory_offer"), write=WRITE),
        # Points of access and people are listed by their own wish only.
        Protect(
            "directory_site",
            read=f"{listed('directory_site')} and (kind <> 'access-point' or wished_on is not null or {WRITE})",
            write=WRITE,
        ),
        SameTenant("directory_site", "listing_id", "directory_listing"),
        Protect(
            "directory_representative",
            read=f"{listed('directory_representative')} and (wished_on is not null or {WRITE})",
            write=WRITE,
        ),
        SameTenant("directory_representative", "listing_id", "directory_listing"),
        SameTenant("directory_representative", "offer_id", "directory_offer"),
        SameTenant("directory_representative", "site_id", "directory_site"),
        *children(),
        # What a state has declared may be the reason why an entry is hidden: it is read with the entry or without.
        Protect("directory_legalstate", read="true", write=WRITE, append_only=True),
        Protect("directory_taxonomy", read="true", write=through_door("steward")),
        Protect("directory_term", read="true", write=through_door("steward")),
    ]
