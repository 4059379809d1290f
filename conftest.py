"""Loaded for every test, wherever it lies: the home folder, the database, the keys and the cast that tests run with."""

pytest_plugins = [
    "tests.plugins.home",
    "tests.plugins.database",
    "tests.plugins.vault",
    "tests.plugins.ready",
    "tests.plugins.passwords",
    "tests.plugins.language",
    "tests.plugins.brakes",
    "tests.plugins.rules",
    "tests.plugins.shared_browser",
    "tests.cast",
]
