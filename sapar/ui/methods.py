"""The one kind of page with a form: shown, or sent."""

from __future__ import annotations

from django.views.decorators.http import require_http_methods

show_or_send = require_http_methods(["GET", "HEAD", "POST"])
