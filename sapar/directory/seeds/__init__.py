"""The project's own seed: towns and the organisations that published documents described.

Called by the operator role when an installation starts. Both are idempotent, and neither overwrites what people have
changed since. No process that serves pages needs this package.
"""

from sapar.directory.seeds.organisations import load_organisations
from sapar.directory.seeds.places import load_places

__all__ = ["load_organisations", "load_places"]
