import pytest


def _scene():
    # Imported late: this file is read before Django is ready.
    from sapar.referrals.tests.scene import Scene, office

    return Scene(
        office("home", country="KG"),
        office("away", country="KZ"),
        office("other", country="RU"),
        office("consulate", kind="consulate", country="KZ"),
    )


@pytest.fixture
def scene(db):
    return _scene()


@pytest.fixture
def committed_scene(transactional_db):
    """The same, committed: other connections see it."""
    return _scene()


@pytest.fixture
def make_late(operator):
    """Move the times of every referral and grant into the past, as only the operator can."""

    def late(*, answer: bool = True):
        if answer:
            operator.execute("update referrals_referral set answer_by = now() - interval '1 hour'")
        operator.execute(
            "update referrals_grant set opened_at = now() - interval '2 days', ends_at = now() - interval '1 hour'"
        )

    return late


@pytest.fixture
def story(osh, almaty, bakyt, saule):
    """Bakyt of Osh has the case of Nazgul and her child; Saule of Almaty may be asked."""
    from sapar.referrals.tests.story import Story

    return Story(bakyt, saule)


@pytest.fixture
def committed_story(transactional_db):
    """The same with organisations of its own, committed; `chief` and `colleague` are the two supervisors."""
    from django.db import transaction

    from sapar.referrals.tests.story import Story
    from tests.factories import make_member, make_organisation

    with transaction.atomic():
        osh, almaty = (
            make_organisation("Osh (fictional)"),
            make_organisation("Almaty (fictional)", country="KZ"),
        )
        sender, receiver = make_member(osh, "Bakyt", "caseworker"), make_member(almaty, "Saule", "caseworker")
        chief, colleague = (
            make_member(osh, "Gulnara", "supervisor"),
            make_member(almaty, "Dana", "supervisor"),
        )
    story = Story(sender, receiver)
    story.chief, story.colleague = chief, colleague
    return story


@pytest.fixture
def outside(osh, almaty, bakyt, saule):
    """The same case; the partner is only listed in the directory."""
    from sapar.referrals.tests.outside_story import Outside

    return Outside(bakyt, saule)


@pytest.fixture
def committed_outside(committed_story):
    """The same, committed."""
    from sapar.referrals.tests.outside_story import Outside

    return Outside(committed_story.sender, committed_story.receiver)
