"""The first organisation of a new installation."""

from __future__ import annotations

from argparse import Namespace

import pytest
from django.db import transaction

from sapar.accounts.models import User
from sapar.common.tenancy import scope
from sapar.config import cli_begin
from sapar.config.words import Trouble
from sapar.organisations.models import Membership, Organisation

CHOSEN = Namespace(
    name="Network bureau",
    country="kg",
    time_zone="Asia/Bishkek",
    sign_in="Rustam",
    shown="Rustam",
    language="ru",
)


@pytest.mark.django_db
def test_a_new_installation_gets_an_organisation_and_its_steward():
    _office, password = cli_begin._found(CHOSEN)
    organisation = Organisation.objects.get(name="Network bureau")
    assert organisation.joined_at
    assert organisation.country == "KG"
    with transaction.atomic(), scope(org=organisation.pk, door="signin"):
        user = User.objects.get(username="rustam")
        assert user.check_password(password)
        assert user.second_factor_since is None
        assert Membership.objects.get(org=organisation).role == "steward"


@pytest.mark.django_db
def test_a_second_beginning_is_refused():
    cli_begin._found(CHOSEN)
    with pytest.raises(Trouble, match="already"):
        cli_begin._found(Namespace(**(vars(CHOSEN) | {"name": "Another", "sign_in": "other"})))


@pytest.mark.django_db
def test_when_the_only_steward_is_lost_another_joins_the_same_office():
    cli_begin._found(CHOSEN)
    another = Namespace(sign_in="meerim", shown="Meerim", language="ru")
    office, password = cli_begin._joined(another)
    assert office == "Network bureau"
    with transaction.atomic(), scope(door="signin"):
        user = User.objects.get(username="meerim")
        assert user.check_password(password)
        assert Membership.objects.get(user=user).role == "steward"


@pytest.mark.django_db
def test_where_nobody_was_a_steward_nobody_joins_one():
    with pytest.raises(Trouble, match="no steward"):
        cli_begin._joined(Namespace(sign_in="x", shown="x", language="ru"))
