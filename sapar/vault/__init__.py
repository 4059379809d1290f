"""Keys, sealed fields and files, the blind index and erasure. Import the submodule you need; `ERASED` lives here."""

from sapar.vault.erased import ERASED

__all__ = ["ERASED"]
