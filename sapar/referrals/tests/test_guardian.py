"""Who speaks for a child is chosen where the referral asks for the consent."""

from __future__ import annotations

import pytest

from sapar.organisations.models import Organisation
from sapar.people import actions
from sapar.people.particulars import Particulars, Spelling
from sapar.referrals.forms import AskForm
from tests.factories import acting

pytestmark = pytest.mark.django_db


def form(children, guardians, typed=None) -> AskForm:
    return AskForm(
        typed, people=children, recipients=Organisation.objects.none(), official=False,
        guardian=True, guardians=guardians,
    )  # fmt: skip


@pytest.fixture
def family(bakyt):
    with acting(bakyt):
        yield [actions.record(bakyt, Particulars(names=(Spelling(name),))) for name in ("Child", "Aunt")]


def test_a_guardian_on_record_can_be_chosen_and_goes_into_the_consent(family):
    child, aunt = family
    asked = form([child], [aunt], {"given_by": "guardian", "guardian": str(aunt.pk)})
    assert [label for _key, label in asked.fields["guardian"].choices][1:] == ["Aunt"]
    asked.full_clean()
    assert "guardian" not in asked.errors
    assert asked.guardians[asked.cleaned_data["guardian"]] == aunt


def test_nobody_else_can_be_named_as_guardian(family):
    child, aunt = family
    asked = form([child], [aunt], {"given_by": "guardian", "guardian": str(child.pk)})
    assert "guardian" in asked.errors


def test_without_a_guardian_on_record_nobody_is_asked_which(family):
    child, _aunt = family
    assert "guardian" not in form([child], []).fields
