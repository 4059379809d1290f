"""Keys, sealed fields and files, the blind index and erasure. Import the submodule you need; `ERASED` lives here.

`last_backup()` says when the installation was last backed up.
"""

from sapar.vault.backups import last_backup
from sapar.vault.erased import ERASED

__all__ = ["ERASED", "last_backup"]
