"""Loaded for every test, wherever it lies: the home folder, the database and the keys that tests run with."""

pytest_plugins = ["tests.plugins.home", "tests.plugins.database", "tests.plugins.vault", "tests.cast"]
