"""Loaded for every test, wherever it lies: the home folder, the database, the keys and the cast that tests run with."""

from hypothesis import HealthCheck, settings

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

# A machine that others share answers late now and then: nothing is told of the code by that.
settings.register_profile("sapar", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sapar")
