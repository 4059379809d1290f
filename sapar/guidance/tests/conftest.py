"""The directory with what is gathered in it, for pages that show who helps."""

from sapar.directory.tests.conftest import places, seeded

__all__ = ["places", "seeded"]
