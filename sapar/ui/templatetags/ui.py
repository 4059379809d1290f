"""The components as template tags. Every page has them without a `{% load %}`; `ui/README.md` lists them."""

from __future__ import annotations

import functools
import itertools
import secrets
from datetime import date as day_type
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapar.ui import dates, icons, phones, states, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms import BaseForm, BoundField
    from django.template import Context
    from django.utils.safestring import SafeString

register = template.Library()

NOTICES = {
    "information": ("info", _("Note")),
    "success": ("check", _("Done")),
    "warning": ("warning", _("Attention")),
    "danger": ("warning", _("Danger")),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "phone" %}`; with a label when the icon stands without a word."""
    return icons.svg(name, label)


icon.is_constant = True  # type: ignore[attr-defined] # read by `ui.quick`


@register.simple_tag(takes_context=True)
def rendered_once(context: Context, template_name: str) -> SafeString:
    """An include that stands twice on a page, for narrow and wide screens, and is rendered once."""
    here: Any = context.render_context
    key = ("rendered once", template_name)
    if key not in here:
        here[key] = template.Engine.get_default().get_template(template_name).render(context)
    return here[key]  # type: ignore[no-any-return] # what stands there is ours


# Stand for what differs from page to page; nobody can type them.
_TOKEN, _HERE = secrets.token_hex(24), secrets.token_hex(24)
_MOST_KEPT = 500
_kept: dict[tuple[Any, ...], str] = {}


@register.simple_tag(takes_context=True)
def kept(context: Context, template_name: str) -> SafeString:
    """An include that is the same on all pages with the same `kept_for`, but for the token of its forms and for `here`, the
    page's own address in its links to other languages. Where the page says no `kept_for` it is rendered as ever."""
    same_for, here = context.get("kept_for"), context.get("here_quoted")
    found = template.Engine.get_default().get_template(template_name)
    if same_for is None or not here:
        return found.render(context)
    key = (template_name, get_language(), same_for)
    text = _kept.get(key)
    if text is None:
        languages = [
            (code, name, url.replace(here, _HERE), now) for code, name, url, now in context["languages"]
        ]
        with context.push(csrf_token=_TOKEN, languages=languages):
            text = found.render(context)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = text
    return mark_safe(text.replace(_TOKEN, str(context["csrf_token"])).replace(_HERE, here))  # noqa: S308 - rendered just so, with values that are letters, digits and "%"


@register.inclusion_tag("ui/components/button.html")
def button(
    label: str,
    kind: str = "",
    url: str = "",
    name: str = "",
    value: str = "1",
    icon: str = "",
    type: str = "submit",  # the attribute's own name
    key: str = "",
    *,
    disabled: bool = False,
) -> dict[str, Any]:
    """Kinds: "" outlined, "go" filled teal, "main" apricot (one a page), "danger", "quiet". A `url` makes it a link."""
    return locals()


@register.simple_tag
def field(bound: BoundField, label: str = "", hint: str = "") -> SafeString:
    """One form field with its label, hint and errors; `label` and `hint` replace the form's own words."""
    if label:
        bound.label = label
    if hint:
        bound.help_text = hint
    return bound.as_field_group()


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*forms: BaseForm, focus: bool = True) -> dict[str, Any]:
    """Every error of the forms, each a link to its field. Nothing when there are none. Takes the focus on arrival."""
    links = [link for form in forms if form and form.is_bound for link in _links(form)]
    return {"links": links, "title": _("Please check these places"), "focus": focus}


def _links(form: Any) -> Iterable[tuple[str, str]]:
    return itertools.chain.from_iterable(map(_links, form)) if hasattr(form, "forms") else form.error_links()


@register.simple_block_tag
def notice(content: str, kind: str = "information", title: str = "", role: str = "") -> SafeString:
    """Kinds: information, success, warning, danger. `role="alert"` only for what just went wrong."""
    shape, word = NOTICES[kind]
    values = {"content": content, "kind": kind, "title": title, "role": role, "icon": shape, "word": word}
    return render_to_string("ui/components/notice.html", values)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    url: str = "",
    icon: str = "",
    level: int = 2,
    id: str = "",
) -> SafeString:
    """A box with an optional heading of `level`; an `id` names the section after its heading."""
    values = {"content": content, "title": title, "url": url, "icon": icon, "level": level, "id": id}
    return render_to_string("ui/components/card.html", values)


@register.simple_tag
def state(code: str, label: str, tone: str | None = None, shape: str = "") -> SafeString:
    """A state as a word and a shape; codes are in `ui/states.py`, `tone` and `shape` override them."""
    known_tone, known_shape = states.look_of(code)
    return _state(str(label), known_tone if tone is None else tone, shape or known_shape)


@functools.lru_cache(maxsize=1024)
def _state(label: str, tone: str, shape: str) -> SafeString:
    """Kept once rendered: a list shows the same few states in every row."""
    values = {"label": label, "tone": tone, "shape": shape}
    return render_to_string("ui/components/state.html", values)


@register.inclusion_tag("ui/components/tag.html")
def tag(label: str, icon: str = "") -> dict[str, Any]:
    return {"label": label, "icon": icon}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", icon: str = "paper") -> dict[str, Any]:
    """What stands where a list would be: what is missing and the way on."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.simple_block_tag
def timeline(content: str, label: str = "") -> SafeString:
    if label:
        return format_html('<ol class="timeline" aria-label="{}">{}</ol>', label, content)
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def entry(
    content: str, title: str, when: datetime | day_type | None = None, who: str = "", icon: str = "dot"
) -> SafeString:
    """One event inside `{% timeline %}`: title, moment, who, and whatever stands between the tags."""
    values = {"content": content, "title": title, "when": when, "who": who, "icon": icon}
    return render_to_string("ui/components/entry.html", values)


@register.inclusion_tag("ui/components/facts.html")
def facts(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """(term, meaning) pairs. For meanings with markup write the `<dl class="facts">` by hand."""
    return {"pairs": [pair for pair in pairs if pair[1] not in ("", None)]}


@register.inclusion_tag("ui/components/steps.html")
def steps(labels: Sequence[str], current: int = 1) -> dict[str, Any]:
    """`current` counts from 1; the steps before it are done."""
    return {
        "steps": [
            {"label": label, "done": place < current, "current": place == current}
            for place, label in enumerate(labels, start=1)
        ]
    }


@register.inclusion_tag("ui/components/progress.html")
def progress(label: str, value: int, total: int, id: str = "progress") -> dict[str, Any]:
    return {"label": label, "value": value, "total": total, "id": id}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, parameter: str = "page") -> dict[str, Any]:
    """Previous, place, next. Keeps the other query parameters, and nothing personal may be in those."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is not None:
        query.pop(parameter, None)
    kept = f"{query.urlencode()}&" if query else ""
    return {"page": page, "link": f"?{kept}{parameter}="}


@register.inclusion_tag("ui/components/filter_line.html")
def filter_line(
    parts: Iterable[dict[str, Any]], label: str = "", tail: str = "", change_url: str = ""
) -> dict[str, Any]:
    """A filter as a sentence: `parts` are {"label", "url"}, the url being the list without that part."""
    return {"parts": parts, "label": label or _("Shown:"), "tail": tail, "change_url": change_url}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(tabs: Iterable[dict[str, Any]], label: str = "") -> dict[str, Any]:
    """Links that look like tabs: {"url", "label", "current", "count"}."""
    return {"tabs": tabs, "label": label or _("Views")}


@register.simple_block_tag
def band(content: str, title: str, *, restricted: bool = False) -> SafeString:
    """The header of a case: title, then people, safety and consent in words. A restricted case looks restricted."""
    values = {"content": content, "title": title, "restricted": restricted}
    return render_to_string("ui/components/band.html", values)


@register.inclusion_tag("ui/components/table.html")
def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "") -> dict[str, Any]:
    """A list that becomes cards at 320 pixels. Cells are text or safe markup, as many as the columns."""
    paired = [list(zip(columns, row, strict=True)) for row in rows]
    return {"columns": columns, "rows": paired, "caption": caption}


@register.simple_tag
def key(letters: str) -> SafeString:
    """The key that does the same as the button it stands in."""
    return format_html('<kbd aria-hidden="true">{}</kbd>', letters)


@register.inclusion_tag("ui/components/phone.html")
def phone(number: str) -> dict[str, Any]:
    """A number to call, shown as it is read aloud."""
    return {"tel": number, "shown": phones.spoken(number)}


@register.inclusion_tag("ui/components/address.html")
def address(text: str, url: str = "") -> dict[str, Any]:
    return {"text": text, "url": url}


@register.simple_tag
def date(
    value: Any,
    *,
    with_time: bool = False,
    zone: str | ZoneInfo | None = None,
) -> SafeString:
    """A day or moment written out in the reader's language, in the zone in force or the one named."""
    where = ZoneInfo(zone) if isinstance(zone, str) else zone
    text = dates.written(value, with_time=with_time, zone=where)
    if isinstance(value, datetime | day_type):
        return mark_safe(f'<time datetime="{value.isoformat()}">{escape(text)}</time>')  # noqa: S308 - escaped, and figures
    return conditional_escape(text)


@register.simple_tag
def error_words(kind: Any) -> words.ErrorWords:
    """The words for 400, 403, 404, 409, 429, 500, 503 or "locked"."""
    return words.ERRORS.get(str(kind), words.ERRORS["500"])


@register.filter(is_safe=True)
def one_point(sentence: str) -> str:
    """`{% filter one_point %}` around a sentence that may end with a date: see `dates.one_point`."""
    return dates.one_point(sentence)


@register.filter
def spoken(number: str) -> str:
    """A stored phone number as people read it aloud."""
    return phones.spoken(number)
