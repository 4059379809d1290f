"""What the database itself refuses, whatever the code above it asks."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_functions_belong_to_the_search_role(superuser):
    rows = superuser.execute(
        "select proname, pg_get_userbyid(proowner), prosecdef from pg_proc where proname like 'intake_%'"
    ).fetchall()
    assert len(rows) == 4
    assert {(owner, definer) for _name, owner, definer in rows} == {("sapar_search", True)}
