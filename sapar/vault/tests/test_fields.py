"""A sealed field reads naturally, and everything else about it is noise."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.common.errors import Locked
from sapar.common.ids import uuid7
from sapar.vault import ERASED, erasure, keys
from sapar.vault.cipher import SealBroken
from sapar.vault.fields import Sealed, SealedMisuse
from sapar.vault.keys import caches
from sapar.vault.keys.datakeys import KeyErased, WrongTenant
from sapar.vault.models import DataKey, SealedFile
from sapar.vault.tests.cast import Clerk, Letter, LetterVersion, letter

pytestmark = pytest.mark.usefixtures("letters")

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def raw(row: Letter, column: str = "words") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from test_letter where id = %s", [row.id])
        return bytes(cursor.fetchone()[0])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_json)
def test_any_json_value_and_any_unicode_comes_back(hers: Any, value: object) -> None:
    row = letter(hers, value)
    assert Letter.objects.get(id=row.id).words == value
    assert row.words == value


def test_the_database_holds_ciphertext_of_a_padded_length(hers: Any) -> None:
    lengths = {len(raw(letter(hers, words))) for words in ("да", "нет", "abc", "")}
    assert lengths == {1 + 12 + 32 + 16}
    assert b"plain words" not in raw(letter(hers, "plain words"))


def test_the_same_words_look_different_each_time(hers: Any) -> None:
    key = keys.new_data_key(hers, "other")
    assert raw(letter(hers, "same", data_key=key)) != raw(letter(hers, "same", data_key=key))


def test_a_ciphertext_moved_to_another_row_or_column_does_not_open(hers: Any) -> None:
    key = keys.new_data_key(hers, "other")
    first, second = letter(hers, "first", data_key=key), letter(hers, "second", data_key=key)
    with connection.cursor() as cursor:
        cursor.execute("update test_letter set words = %s where id = %s", [raw(first), second.id])
        cursor.execute("update test_letter set second = words where id = %s", [first.id])
    with pytest.raises(SealBroken):
        _ = Letter.objects.get(id=second.id).words
    with pytest.raises(SealBroken):
        _ = Letter.objects.get(id=first.id).second
    assert Letter.objects.get(id=first.id).words == "first"


def test_a_changed_byte_does_not_open(hers: Any) -> None:
    row = letter(hers)
    broken = bytearray(raw(row))
    for place in (0, 5, 20, -1):
        changed = bytearray(broken)
        changed[place] ^= 1
        with connection.cursor() as cursor:
            cursor.execute("update test_letter set words = %s", [bytes(changed)])
        with pytest.raises(SealBroken):
            _ = Letter.objects.get(id=row.id).words


def test_only_what_was_assigned_is_sealed_anew(hers: Any) -> None:
    row = letter(hers, second=["a"])
    before = raw(row), raw(row, "second")
    again = Letter.objects.get(id=row.id)
    assert again.words == "тайна"
    again.second = ["a", "b"]
    again.save()
    assert raw(row) == before[0]
    assert raw(row, "second") != before[1]
    assert Letter.objects.get(id=row.id).second == ["a", "b"]


def test_assigning_the_same_value_does_not_seal_it_anew(hers: Any) -> None:
    row = Letter.objects.get(id=letter(hers, second=["a"]).id)
    before = raw(row, "second")
    row.full_clean()
    row.second = list(row.second)
    row.save()
    assert raw(row, "second") == before


def test_a_list_changed_in_place_is_saved(hers: Any) -> None:
    row = Letter.objects.get(id=letter(hers, second=["a"]).id)
    row.second.append("b")
    row.save()
    assert Letter.objects.get(id=row.id).second == ["a", "b"]


def test_reading_a_row_anew_does_not_seal_it_anew(hers: Any) -> None:
    row = letter(hers)
    before = raw(row)
    row.refresh_from_db()
    row.save()
    assert raw(row) == before
    assert row.words == "тайна"
    row.words = "other"
    row.refresh_from_db(fields=["words"])
    assert row.words == "тайна"


def test_deferred_and_chosen_columns_work(hers: Any) -> None:
    row = letter(hers)
    assert Letter.objects.defer("words").get(id=row.id).words == "тайна"
    assert Letter.objects.only("place").get(id=row.id).words == "тайна"
    lean = Letter.objects.defer("words").get(id=row.id)
    lean.place = "b"
    lean.save()
    assert Letter.objects.get(id=row.id).words == "тайна"


def test_many_rows_are_made_and_read_at_once(hers: Any, django_assert_num_queries: Any) -> None:
    rows = [
        Letter(org_id=hers, data_key=keys.new_data_key(hers, "other"), words=number, place="a")
        for number in range(9)
    ]
    Letter.objects.bulk_create(rows)
    caches.DATA_KEYS.clear()
    found = list(Letter.objects.order_by("id"))
    with django_assert_num_queries(1):
        keys.warm(found)
        assert sorted(row.words for row in found) == list(range(9))
    caches.DATA_KEYS.clear()
    with django_assert_num_queries(1):
        assert len({row.words for row in Letter.objects.select_related("data_key")}) == 9


def test_an_empty_optional_column_is_null(hers: Any) -> None:
    row = letter(hers)
    assert Letter.objects.get(aside__isnull=True).aside is None
    row.aside = {"a": [1, None]}
    row.save()
    assert Letter.objects.get(aside__isnull=False).aside == {"a": [1, None]}
    row.aside = None
    row.save()
    assert Letter.objects.get(id=row.id).aside is None


def test_none_in_a_required_column_is_sealed_like_any_value(hers: Any) -> None:
    row = letter(hers, None)
    assert len(raw(row)) > 32
    assert Letter.objects.get(id=row.id).words is None


@pytest.mark.parametrize(
    "use",
    [
        lambda: Letter.objects.filter(words="тайна"),
        lambda: Letter.objects.filter(words__contains="т"),
        lambda: Letter.objects.exclude(words="тайна"),
        lambda: Letter.objects.update(words="тайна"),
        lambda: Letter.objects.update(words=F("second")),
        lambda: list(Letter.objects.order_by("words")),
        lambda: list(Letter.objects.order_by("-words")),
        lambda: Letter.objects.bulk_update([_changed()], ["words"]),
    ],
)
def test_searching_ordering_and_blind_updates_are_refused(hers: Any, use: Any) -> None:
    letter(hers)
    with pytest.raises((SealedMisuse, FieldError)):
        use()


def _changed() -> Letter:
    row = Letter.objects.get()
    row.words = "b"
    return row


def test_values_show_a_seal_and_never_words(hers: Any) -> None:
    letter(hers)
    (held,) = Letter.objects.values_list("words", flat=True)
    assert isinstance(held, Sealed)
    assert repr(held) == "<sealed>"


def test_a_pickled_row_holds_no_words(hers: Any) -> None:
    row = SealedFile.objects.get(id=_file(hers, "planted words").id)
    assert row.name == "planted words"
    frozen = pickle.dumps(row)
    assert b"planted" not in frozen
    caches.wipe()
    assert pickle.loads(frozen).name == "planted words"


def test_an_unsaved_row_is_not_pickled(hers: Any) -> None:
    row = _file(hers, "a")
    row.name = "planted words"
    with pytest.raises(SealedMisuse):
        pickle.dumps(row)


def test_a_copy_is_a_copy(hers: Any) -> None:
    row = _file(hers, ["a"])
    twin = copy.deepcopy(row)
    twin.name.append("b")
    assert (row.name, twin.name) == (["a"], ["a", "b"])


def _file(org_id: Any, name: object) -> SealedFile:
    """A row of a model that the project's registry knows, as pickles need."""
    return SealedFile.objects.create(
        org_id=org_id, data_key=keys.new_data_key(org_id, "file"), name=name, size=1, content_type="text/plain",
        digest=b"", attached_kind="test", attached_id=uuid7(),
    )  # fmt: skip


def test_no_repr_shows_words(hers: Any) -> None:
    row = letter(hers, "planted words")
    shown = f"{row!r} {row} {row.__dict__!r} {Letter.objects.all()!r}"
    assert "planted" not in shown


def test_a_row_copied_under_a_new_id_is_refused_rather_than_stored_unreadable(hers: Any) -> None:
    row = Letter.objects.get(id=letter(hers).id)
    row.pk, row._state.adding = uuid7(), True
    with pytest.raises(SealBroken):
        row.save(force_insert=True)


def test_what_json_cannot_hold_is_refused(hers: Any) -> None:
    for value in (float("nan"), b"bytes", object()):
        with pytest.raises((TypeError, ValueError)), transaction.atomic():
            letter(hers, value)


def test_a_row_is_never_sealed_with_another_organisations_key(hers: Any, chen: Clerk) -> None:
    from sapar.common import tenancy

    with tenancy.scope_of(chen):
        foreign = keys.new_data_key(chen.org_id, "other")
    with pytest.raises(WrongTenant):
        letter(hers, data_key=foreign)


def test_a_locked_vault_neither_reads_nor_seals_but_saves_what_is_plain(hers: Any) -> None:
    row = Letter.objects.get(id=letter(hers).id)
    keys.lock()
    with pytest.raises(Locked):
        _ = row.words
    row.place = "b"
    row.save()
    row.words = "new"
    with pytest.raises(Locked):
        row.save()
    with pytest.raises(Locked):
        keys.new_data_key(hers, "other")


def test_an_erased_key_reads_as_erased_and_seals_nothing(hers: Any, aigul: Clerk) -> None:
    row = letter(hers, "words", aside="more")
    erasure.erase(aigul, [row.data_key], "asked")
    again = Letter.objects.get(id=row.id)
    assert again.words is ERASED
    assert again.aside is ERASED
    assert not again.words
    again.place = "b"
    again.save()
    assert Letter.objects.get(place="b").words is ERASED
    again.words = "new"
    with pytest.raises(KeyErased):
        again.save()


def test_erased_is_one_word_in_the_readers_language() -> None:
    assert copy.deepcopy(ERASED) is ERASED
    assert pickle.loads(pickle.dumps(ERASED)) is ERASED
    assert str(ERASED)
    assert repr(ERASED) == "ERASED"


def test_a_version_of_a_row_opens_with_the_place_of_its_original(hers: Any) -> None:
    row = letter(hers)
    with connection.cursor() as cursor:
        cursor.execute("insert into test_letterversion select *, id from test_letter")
        cursor.execute("update test_letterversion set id = gen_random_uuid()")
    assert LetterVersion.objects.get(pgh_obj_id=row.id).words == "тайна"


def test_a_data_key_opens_only_as_itself(hers: Any) -> None:
    """A wrapped key put into another key's row is refused."""
    row, other = letter(hers), keys.new_data_key(hers, "other")
    DataKey.objects.filter(id=row.data_key_id).update(wrapped=other.wrapped)
    caches.wipe()
    with pytest.raises(SealBroken):
        _ = Letter.objects.get(id=row.id).words
