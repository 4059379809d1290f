"""The cast, a case of a family, and two trained colleagues."""

from __future__ import annotations

import pytest

from sapar.cases.tests.conftest import *  # noqa: F403 - fixtures are taken by their names
from sapar.screening.gate import GATE

SURE = dict.fromkeys(GATE, True)
FORCED = {"ex-hours": "yes", "ex-low-pay": "yes", "cd-papers": "yes", "cd-debt": "yes", "dr-job": "no"}


def train(leader, *members):
    from django.utils import timezone

    from sapar.screening import actions
    from tests.factories import acting

    with acting(leader):
        for one in members:
            actions.record_training(leader, one.membership, "A course", "A school", timezone.localdate())


@pytest.fixture
def trained(bakyt, gulnara):
    train(gulnara, bakyt, gulnara)


@pytest.fixture
def daughter(bakyt, case):
    from tests.factories import acting

    with acting(bakyt):
        return case.participants.select_related("person__data_key").get(relation="self").person


@pytest.fixture
def screening(trained, bakyt, case, daughter):
    """A finished one: forced labour shown, deceit and an unsafe question open."""
    from sapar.screening import actions
    from tests.factories import acting

    with acting(bakyt):
        asked = actions.Asked(
            SURE, FORCED | {"cd-violence": "not-safe"}, child=False, industry="A", note="Whispered."
        )
        return actions.finish(bakyt, actions.keep(bakyt, case, daughter, asked))
