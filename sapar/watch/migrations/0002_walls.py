"""Everybody reads promises and judgements; they are written through the door "watch", after the checks of a monitor.

What was judged is never deleted. A judgement is answered once and by another organisation, whatever the application says.
"""

from django.db import migrations

from sapar.common.rls import Protect, ProtectOwn, SameTenant, through_door

ONCE = """
create function watch_answered_once() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.answer <> '' then
        raise exception using errcode = 'check_violation', constraint = 'judgement_answered_once',
            message = 'refused: a judgement is answered once';
    end if;
    return new;
end
$$;
create trigger watch_answered_once before update on watch_judgement for each row execute function watch_answered_once();
"""


class Migration(migrations.Migration):
    dependencies = [("watch", "0001_initial")]

    operations = [
        ProtectOwn("watch_monitor"),
        Protect("watch_commitment", read="true", write=through_door("watch")),
        Protect("watch_judgement", read="true", write=through_door("watch")),
        migrations.RunSQL(
            [ONCE, "revoke delete, truncate on watch_commitment, watch_judgement from sapar_web"],
            ["drop trigger watch_answered_once on watch_judgement", "drop function watch_answered_once()"],
        ),
        SameTenant("watch_monitor", "member_id", "organisations_membership"),
        SameTenant("watch_monitor", "named_by_id", "organisations_membership"),
        SameTenant("watch_judgement", "proposed_by_id", "organisations_membership"),
        SameTenant(
            "watch_judgement", "answered_by_id", "organisations_membership", org="second_org_id"
        ),
    ]
