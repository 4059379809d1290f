"""Twenty thousand tickets with a follow-up each, and one member of staff. Runs in the baseline's environment only."""

import sys

import django

django.setup()

from django.contrib.auth import get_user_model
from helpdesk.models import FollowUp, Queue, Ticket

WORDS = "Wages have not been paid for three months, the foreman does not answer. " * 4


def main(count: int, password: str) -> None:
    user, _is_new = get_user_model().objects.get_or_create(
        username="bench", defaults={"is_staff": True, "is_superuser": True}
    )
    user.set_password(password)
    user.save()
    if Ticket.objects.count() >= count:
        return
    queue, _is_new = Queue.objects.get_or_create(slug="help", defaults={"title": "Help"})
    # Three of ten are open, as with us.
    tickets = Ticket.objects.bulk_create(
        [
            Ticket(
                title=f"Case {number}",
                queue=queue,
                description=WORDS,
                status=1 if number % 10 < 3 else 4,
                assigned_to=user,
            )
            for number in range(count)
        ],
        batch_size=2000,
    )
    FollowUp.objects.bulk_create(
        [FollowUp(ticket=one, title="Call", comment=WORDS, user=user) for one in tickets], batch_size=2000
    )


main(int(sys.argv[1]), sys.argv[2])
