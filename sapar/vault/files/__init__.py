"""Sealed files: taken in, checked, sealed piece by piece, given out again."""

from sapar.vault.files.actions import answer, content, remove, store
from sapar.vault.files.sweep import sweep

__all__ = ["answer", "content", "remove", "store", "sweep"]
