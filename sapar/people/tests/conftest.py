"""The cast, and what cannot be shown in one line."""

from tests.cast import *  # noqa: F403 - fixtures are taken by their names
