"""What the database refuses, in words. Its rules name themselves as constraints do; a package has a sentence for each."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from sapar.common.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import _StrPromise

# Rule: (form field, sentence). Rules that only a mistake of ours can break are left out: they stay errors.
Sentences = dict[str, tuple[str, "str | _StrPromise"]]


@contextmanager
def spoken(sentences: Mapping[str, tuple[str, str | _StrPromise]]) -> Iterator[None]:
    """Undo what the database refuses inside, and raise `Invalid` with the sentence of its rule."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        rule = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", None)
        if rule is None or rule not in sentences:
            raise
        raise refusal(sentences, rule) from None


def refusal(sentences: Mapping[str, tuple[str, str | _StrPromise]], rule: str) -> Invalid:
    place, sentence = sentences[rule]
    return Invalid({place: str(sentence)})
