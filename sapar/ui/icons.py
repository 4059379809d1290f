"""The icon set: one stroke, 24 by 24, drawn for Sapar. A name is a thing, never a colour or a state's code."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# The inside of each <svg>: trusted text of this file, never of a person.
DRAWINGS: dict[str, str] = {
    "help": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="3.5"/>'
    '<path d="m5.7 5.7 3.8 3.8m5 5 3.8 3.8m0-12.6-3.8 3.8m-5 5-3.8 3.8"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.4 9.6a2.6 2.6 0 1 1 3.9 2.2c-.9.5-1.3 1-1.3 2m0 3v.01"/>',
    "people": '<circle cx="9" cy="8" r="3.2"/><path d="M3 19.5c0-3.3 2.6-5.5 6-5.5s6 2.2 6 5.5'
    'M15.5 5.1a3.1 3.1 0 0 1 0 5.8M17.5 14.5c2.1.7 3.5 2.6 3.5 5"/>',
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c0-4 3.3-6.5 7.5-6.5s7.5 2.5 7.5 6.5"/>',
    "envelope": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="m3.5 7.5 8.5 6 8.5-6"/>',
    "phone": '<path d="M6.2 3.5h2.7L10.5 8 8.4 9.5a12.5 12.5 0 0 0 6.1 6.1l1.5-2.1 4.5 1.6v2.7'
    'c0 1.5-1.2 2.7-2.7 2.6C10.3 19.9 4.1 13.7 3.6 6.2 3.5 4.7 4.7 3.5 6.2 3.5z"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5v-3a4 4 0 0 1 8 0v3m-4 4v2.5"/>',
    "paper": '<path d="M6 3h8.5L18 6.5V21H6zM14 3v4h4M9 11.5h6M9 15.5h6"/>',
    "bed": '<path d="M3 19V5.5M3 16h18m0 3v-6a3 3 0 0 0-3-3h-7v6"/><circle cx="7" cy="12" r="1.8"/>',
    "money": '<rect x="3" y="6" width="18" height="12" rx="2"/><circle cx="12" cy="12" r="2.6"/><path d="M6.5 12v.01m11-.01v.01"/>',
    "family": '<circle cx="7" cy="6" r="2.6"/><circle cx="17" cy="6" r="2.6"/><circle cx="12" cy="13.5" r="2"/>'
    '<path d="M3 19v-3.5a4 4 0 0 1 6-3.4m12 6.9v-3.5a4 4 0 0 0-6-3.4M8.5 20.5a3.5 3.5 0 0 1 7 0"/>',
    "health": '<path d="M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5z"/>',
    "shield": '<path d="m12 3 7.5 2.8v5.7c0 4.6-3 8-7.5 9.5-4.5-1.5-7.5-4.9-7.5-9.5V5.8zM8.8 11.8l2.4 2.4 4.2-4.4"/>',
    "map": '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.4"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.3 2"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 3v4m8-4v4"/>',
    "check": '<path d="m4.5 12.5 5 5L19.5 7"/>',
    "cross": '<path d="m6 6 12 12m0-12L6 18"/>',
    "warning": '<path d="M12 3.5 21.5 20h-19zM12 10v4.5m0 2.5v.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5m0-9v.01"/>',
    "exit": '<path d="M13.5 4H5v16h8.5M10 12h11m-4-4 4 4-4 4"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5.5 5.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3.3 3 3.3 15 0 18-3.3-3-3.3-15 0-18"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "back": '<path d="m14.5 5-7 7 7 7"/>',
    "forward": '<path d="m9.5 5 7 7-7 7"/>',
    "save": '<path d="M6 3.5h12V21l-6-4.5L6 21z"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z"/>',
    "edit": '<path d="m4 20 .9-4.5L16 4.4a1.5 1.5 0 0 1 2.1 0l1.5 1.5a1.5 1.5 0 0 1 0 2.1L8.5 19.1z"/>',
    "arrow": '<path d="M4 12h16m-6-6 6 6-6 6"/>',
    "note": '<path d="M4 4h16v11l-5 5H4zM15 20v-5h5M8 9h8M8 13h4"/>',
    # The sign: a sun over a road through hills. It says nothing of what the page is for.
    "brand": '<path d="M2.5 18c3.5-6 6-7.5 9-4.5s4.5 1.5 6.2-.5c1.5-1.7 2.7-1 3.8 1"/><circle cx="16.5" cy="7.5" r="2.6"/>',
    # Shapes of a state.
    "ring": '<circle cx="12" cy="12" r="8"/>',
    "dot": '<circle cx="12" cy="12" r="8" fill="currentColor"/>',
    "half": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
    "dash": '<path d="M4 12h16"/>',
    "dotted": '<circle cx="12" cy="12" r="8" stroke-dasharray="3 4"/>',
    "square": '<path d="M5 5h14v14H5z" fill="currentColor"/>',
}


def svg(name: str, label: str = "") -> SafeString:
    """The drawing as inline SVG: hidden from a screen reader unless it carries a label of its own."""
    drawing = mark_safe(DRAWINGS[name])  # noqa: S308 -- a constant of this file
    if label:
        return format_html(
            '<svg class="i" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing
        )
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)
