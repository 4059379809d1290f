"""Sealing and the audit, each beside a plain baseline, as JSON. `python bench/vault.py [seconds per figure]`.

Runs on a PostgreSQL of its own in a passing folder, with the durability of a real one.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
THREADS = 4
TEXT = "Двадцать слов о том, что случилось: паспорт забрали, зарплату не платят, уехать не дают. " * 4


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sapar-bench-") as name:
        os.environ.update(SAPAR_HOME=name, SAPAR_DB_POOL="0", DJANGO_SETTINGS_MODULE="sapar.config.settings")
        os.environ.pop("DATABASE_URL", None)
        Path(name).chmod(0o711)
        sys.stdout, kept = sys.stderr, sys.stdout
        import django

        from sapar.config import prepare

        with prepare.database_at_hand():
            prepare.schema()
            django.setup()
            figures = {**sealing(), **letters(), **recording(), **asking()}
        sys.stdout = kept
    print(json.dumps(figures, indent=2))


def microseconds(act: Callable[[], object]) -> float:
    """The mean time of one call, over a fifth of the seconds."""
    until, count, begun = time.perf_counter() + SECONDS / 5, 0, time.perf_counter()
    while time.perf_counter() < until:
        for _number in range(20):
            act()
        count += 20
    return round((time.perf_counter() - begun) / count * 1e6, 2)


def sealing() -> dict[str, float]:
    """One field of 350 letters: what the field costs over AES-GCM alone, key at hand and key from its row."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from django.db import transaction

    from sapar.common import tenancy
    from sapar.common.ids import uuid7
    from sapar.vault import keys
    from sapar.vault.fields import Sealed
    from sapar.vault.keys import caches
    from sapar.vault.models import SealedFile

    keys.use_local(secrets.token_bytes(32))
    org, plain = uuid7(), json.dumps(TEXT).encode()
    cipher, nonce = AESGCM(AESGCM.generate_key(256)), os.urandom(12)
    locked = cipher.encrypt(nonce, plain, b"place")
    with transaction.atomic(), tenancy.scope(org=org):
        keys.make_organisation_keys(org)
        key = keys.new_data_key(org, "file")
        row = SealedFile(org_id=org, data_key=key, name=TEXT)
        field = SealedFile._meta.get_field("name")
        field.pre_save(row, add=False)
        held = row.__dict__["name"]

        def unwrap() -> None:
            caches.DATA_KEYS.clear()
            keys.warm([])
            field.open_in(row, Sealed(held.ciphertext))

        return {
            "seal_field_us": microseconds(lambda: field.seal_in(row, Sealed(None, TEXT), add=False)),
            "seal_plain_aesgcm_us": microseconds(lambda: cipher.encrypt(os.urandom(12), plain, b"place")),
            "open_field_us": microseconds(lambda: field.open_in(row, Sealed(held.ciphertext))),
            "open_plain_aesgcm_us": microseconds(lambda: cipher.decrypt(nonce, locked, b"place")),
            "open_field_and_unwrap_key_us": microseconds(unwrap),
        }


def letters() -> dict[str, float]:
    """A letter sealed to an organisation's public key."""
    from django.db import transaction

    from sapar.common import tenancy
    from sapar.common.ids import uuid7
    from sapar.vault import envelope, keys

    org = uuid7()
    with transaction.atomic(), tenancy.scope(org=org):
        keys.make_organisation_keys(org)
        post = envelope.seal_to(org, TEXT, "bench")
        return {
            "seal_letter_us": microseconds(lambda: envelope.seal_to(org, TEXT, "bench")),
            "open_letter_us": microseconds(lambda: envelope.open_for(org, post, "bench")),
        }


def recording() -> dict[str, float]:
    """Transactions a second with one event each, beside the same row without a chain."""
    from sapar.common.ids import uuid7

    one = uuid7()
    return {
        "audit_record_one_chain_per_s": throughput(_record, [one] * THREADS),
        "audit_record_chain_each_per_s": throughput(_record, [uuid7() for _number in range(THREADS)]),
        "plain_insert_per_s": throughput(_insert, [uuid7() for _number in range(THREADS)]),
        "threads": THREADS,
    }


def throughput(act: Callable[[Any], None], orgs: list[Any]) -> float:
    done: list[int] = []
    until = time.perf_counter() + SECONDS

    def work(org: Any) -> None:
        from django.db import connection, transaction

        from sapar.common import tenancy

        count = 0
        while time.perf_counter() < until:
            with transaction.atomic(), tenancy.scope(org=org):
                act(org)
            count += 1
        done.append(count)
        connection.close()

    threads = [threading.Thread(target=work, args=[org]) for org in orgs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(done) / SECONDS, 1)


def _record(org: Any) -> None:
    from sapar import audit
    from sapar.audit.tests.cast import Clerk
    from sapar.common.ids import uuid7

    audit.name("bench.done", "Done")
    audit.record(Clerk(org_id=org), "bench.done", subject_kind="thing", subject_id=uuid7(), about=uuid7())


def _insert(org: Any) -> None:
    """A row of the same model and walls that no trigger chains: a data key."""
    from sapar.vault.models import DataKey

    DataKey(org_id=org, subject_kind="other", epoch=1, wrapped=b"x" * 60).save(force_insert=True)


def asking() -> dict[str, float]:
    """What a request pays to ask the key agent whether anything changed."""
    from sapar.vault import agent, keys
    from sapar.vault.keys import places
    from sapar.vault.keys.keeper import Held

    with agent.Agent(Held([b"k" * 32]), places.socket()):
        keys.use_agent()
        return {"begin_request_us": microseconds(keys.begin_request)}


if __name__ == "__main__":
    main()
