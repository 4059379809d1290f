"""A page of several forms that is sent as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class FormPage:
    """What templates and views ask of a form, answered for `form` and the lists that stand in it."""

    form: Any

    @property
    def forms(self) -> list[Any]:
        """For the summary of errors: the form, then its lists."""
        return [self.form]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.forms)

    @property
    def is_bound(self) -> bool:
        return bool(self.form.is_bound)

    @property
    def errors(self) -> bool:
        return any(one.is_bound and not one.is_valid() for one in self.forms)

    def is_valid(self) -> bool:
        # Each is asked, so that every error is shown at once.
        answers = [one.is_valid() for one in self.forms]
        return all(answers)
