"""Stories are lived in the same browser as the other browser tests."""

from tests.e2e.conftest import browser, open_browser

__all__ = ["browser", "open_browser"]
