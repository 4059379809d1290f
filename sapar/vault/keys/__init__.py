"""Keys: whether the vault is open, and the keys of organisations and subjects.

Code of other packages calls what is named here; the submodules are the vault's own.
"""

from sapar.vault.keys.datakeys import new_data_key, warm
from sapar.vault.keys.organisation import make_organisation_keys
from sapar.vault.keys.ring import begin_request, lock, status, touch, unlock, use_agent, use_local
from sapar.vault.keys.rotation import destroy_epoch, rotate_master, rotate_organisation
from sapar.vault.keys.status import KeyStatus

__all__ = [
    "KeyStatus",
    "begin_request",
    "destroy_epoch",
    "lock",
    "make_organisation_keys",
    "new_data_key",
    "rotate_master",
    "rotate_organisation",
    "status",
    "touch",
    "unlock",
    "use_agent",
    "use_local",
    "warm",
]
