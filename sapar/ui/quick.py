"""Django's templates, quickened where a page does the same small thing hundreds of times.

Templates were half of a page's processor time. Of the 700 nodes of a list 360 are variables, and most of a variable's
12 µs went into asking `case["number"]` before `case.number` and into localising what is plain text. Nothing else about
templates changes: same syntax, same words, same escaping. Whatever is not the plain case goes Django's own way, so what
is rare or wrong comes out as it always did.
"""

from __future__ import annotations

import functools
import html
import operator
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import STATICFILES_STORAGE_ALIAS
from django.core.files.storage import storages
from django.forms import BoundField
from django.template import Template, VariableDoesNotExist
from django.template.base import FilterExpression, Lexer, Node, Parser, VariableNode, render_value_in_context
from django.template.defaulttags import IfNode, TemplateLiteral, URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, reverse
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined] # missing in its stubs
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.template import Context
    from django.template.base import NodeList, Origin, Token

_ASK_DJANGO: Any = object()


class _Parsing(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        found = super().get_template(template_name, skip)
        return QuickTemplate(found.source, found.origin, found.name, found.engine)


class Loader(cached.Loader, _Parsing):
    """Django's caching loader of templates that our parser has read."""


class QuickTemplate(Template):
    def compile_nodelist(self) -> NodeList:
        tokens = Lexer(self.source).tokenize()
        parser = _Parser(tokens, self.engine.template_libraries, self.engine.template_builtins, self.origin)
        nodes = parser.parse()
        self.extra_data = parser.extra_data
        return nodes


class _Parser(Parser):
    def compile_filter(self, token: str) -> FilterExpression:
        return _Expression(token, self)

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        super().extend_nodelist(nodelist, _quickened(node), token)


def _quickened(node: Node) -> Node:
    """The same node, or one of ours that gives the same text."""
    if type(node) is VariableNode:
        return _Variable(node.filter_expression)
    if type(node) is IfNode:
        return _If(node)
    if type(node) is URLNode and _is_literal(node.view_name) and not node.kwargs:
        return _Address(node.view_name, node.args, node.kwargs, node.asvar)
    if type(node) is TranslateNode and _is_plain(node):
        return _Words(node)
    if type(node) is StaticNode and _is_literal(node.path):
        return _Static(node)
    if type(node) is SimpleNode and getattr(node.func, "is_constant", False) and _is_said_outright(node):
        return _Constant(node)
    return node


def _is_literal(expression: FilterExpression) -> bool:
    return isinstance(expression.var, str) and not expression.filters


def _is_plain(node: TranslateNode) -> bool:
    """`{% translate "words" %}` with nothing but perhaps `as name`. Its literal has become a variable."""
    said = node.filter_expression
    return not (node.noop or node.message_context or said.filters) and said.var.literal is not None


def _is_said_outright(node: SimpleNode) -> bool:
    return not (node.takes_context or node.target_var or node.kwargs) and all(map(_is_literal, node.args))


class _Expression(FilterExpression):
    """A variable with its filters. `path` is None for what is no variable."""

    __slots__ = ("path", "steps")

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        self.path = self.var.lookups if self.is_var else None
        self.steps = [_Step(function, arguments) for function, arguments in self.filters]

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        if self.path is None:
            return super().resolve(context, ignore_failures)
        value = _looked_up(self.path, context, ignore_failures=ignore_failures)
        if value is _ASK_DJANGO:
            return super().resolve(context, ignore_failures)
        for step in self.steps:
            value = step(value, context)
        return value


def _looked_up(path: tuple[str, ...], context: Context, *, ignore_failures: bool) -> Any:
    """What stands at the end of the path, or `_ASK_DJANGO`."""
    name = path[0]
    for scope in reversed(context.dicts):
        if name in scope:
            value = scope[name]
            break
    else:
        return _missing(name, context, ignore_failures=ignore_failures)
    if callable(value):
        value = _called(value)
    for name in path[1:]:
        if value is _ASK_DJANGO:
            break
        value = _step_down(value, name)
        if callable(value):
            value = _called(value)
    return value


def _missing(name: str, context: Context, *, ignore_failures: bool) -> Any:
    if hasattr(context, name) or context.template is None or context.template.engine.string_if_invalid:
        return _ASK_DJANGO
    return None if ignore_failures else ""


def _step_down(value: Any, name: str) -> Any:
    kind = type(value)
    if kind is dict:
        return value.get(name, _ASK_DJANGO)
    if not _goes_by_attribute(kind):  # type: ignore[arg-type] # a class can be hashed
        return _ASK_DJANGO
    try:
        return getattr(value, name)
    except (AttributeError, TypeError):
        return _ASK_DJANGO


@functools.lru_cache(maxsize=1024)
def _goes_by_attribute(kind: type) -> bool:
    """Whether `value["name"]` can't be meant. A field of a form takes numbers only."""
    return not hasattr(kind, "__getitem__") or kind is BoundField


def _called(value: Any) -> Any:
    if getattr(value, "do_not_call_in_templates", False):
        return value
    if getattr(value, "alters_data", False):
        return _ASK_DJANGO
    try:
        return value()
    except TypeError:
        return _ASK_DJANGO


class _Step:
    """A filter, with what Django asks of it each time asked once."""

    __slots__ = ("arguments", "expects_localtime", "function", "is_safe", "needs_autoescape")

    def __init__(self, function: Callable[..., Any], arguments: list[tuple[bool, Any]]) -> None:
        self.function = function
        self.arguments = [(is_var, one if is_var else mark_safe(one)) for is_var, one in arguments]  # noqa: S308 - written in the template
        self.expects_localtime = getattr(function, "expects_localtime", False)
        self.needs_autoescape = getattr(function, "needs_autoescape", False)
        self.is_safe = getattr(function, "is_safe", False)

    def __call__(self, value: Any, context: Context) -> Any:
        arguments = [one.resolve(context) if is_var else one for is_var, one in self.arguments]
        if self.expects_localtime:
            value = template_localtime(value, context.use_tz)
        if self.needs_autoescape:
            made = self.function(value, *arguments, autoescape=context.autoescape)
        else:
            made = self.function(value, *arguments)
        return mark_safe(made) if self.is_safe and isinstance(value, SafeData) else made  # noqa: S308 - as the filter promises


class _Variable(VariableNode):
    """12 µs became 3."""

    def render(self, context: Context) -> str:
        try:
            value = self.filter_expression.resolve(context)
        except UnicodeDecodeError:
            return ""
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return] # just seen to be one
        if kind is str and context.autoescape:
            return html.escape(value)
        return render_value_in_context(value, context)


class _If(IfNode):
    """A condition as one function: of the five calls that `{% if a or b %}` took for each name two are left."""

    def __init__(self, node: IfNode) -> None:
        super().__init__(node.conditions_nodelists)
        self._branches = [
            (None if condition is None else _condition(condition), nodes)
            for condition, nodes in node.conditions_nodelists
        ]

    def render(self, context: Context) -> SafeString:
        for holds, nodes in self._branches:
            try:
                is_so = holds is None or holds(context)
            except VariableDoesNotExist:
                continue
            if is_so:
                return nodes.render(context)
        return _NOTHING


_NOTHING = SafeString("")
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "in": lambda one, other: one in other,
    "not in": lambda one, other: one not in other,
    "is": operator.is_,
    "is not": operator.is_not,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def _condition(read: Any) -> Callable[[Context], Any]:
    """What Django's `eval` of a condition gives, errors and all; a condition that cannot be told is false."""
    if isinstance(read, TemplateLiteral):
        value: Any = read.value
        return _value_of(value)
    if read.id == "not":
        return _told(_denied(_condition(read.first)))
    if read.id not in {"and", "or", *_COMPARED}:
        return read.eval  # type: ignore[no-any-return] # of Django's, untyped
    one, other = _condition(read.first), _condition(read.second)
    if read.id == "and":
        return _told(lambda context: one(context) and other(context))
    if read.id == "or":
        return _told(lambda context: one(context) or other(context))
    compared = _COMPARED[read.id]
    return _told(lambda context: compared(one(context), other(context)))


def _told(asked: Callable[[Context], Any]) -> Callable[[Context], Any]:
    def told(context: Context) -> Any:
        try:
            return asked(context)
        except Exception:  # as Django's operators do
            return False

    return told


def _denied(asked: Callable[[Context], Any]) -> Callable[[Context], bool]:
    return lambda context: not asked(context)


def _value_of(expression: FilterExpression) -> Callable[[Context], Any]:
    if not isinstance(expression, _Expression) or expression.path is None or expression.steps:
        return lambda context: expression.resolve(context, ignore_failures=True)
    path = expression.path

    def value(context: Context) -> Any:
        found = _looked_up(path, context, ignore_failures=True)
        return expression.resolve(context, ignore_failures=True) if found is _ASK_DJANGO else found

    return value


class _Address(URLNode):
    """An address with nothing in it but ids: 45 µs became 8."""

    def render(self, context: Context) -> str:
        ids = [one.resolve(context) for one in self.args]
        if not all(type(one) is uuid.UUID for one in ids):
            return super().render(context)
        routes = (get_resolver(), get_script_prefix(), get_language())
        parts = _parts(routes, self.view_name.var, len(ids))
        if parts is None:
            return super().render(context)
        address = parts[0] + "".join([f"{one}{part}" for one, part in zip(ids, parts[1:], strict=True)])
        if self.asvar:
            context[self.asvar] = address
            return ""
        return html.escape(address) if context.autoescape else address


@functools.lru_cache(maxsize=1024)
def _parts(_routes: object, name: str, count: int) -> tuple[str, ...] | None:
    """What stands round the ids of an address. Kept for as long as these are the routes, each language's apart."""
    marks = [uuid.uuid4() for _number in range(count)]
    try:
        rest = reverse(name, args=marks)
    except NoReverseMatch:
        return None
    parts = []
    for mark in marks:
        part, _mark, rest = rest.partition(str(mark))
        parts.append(part)
    return (*parts, rest)


class _Words(TranslateNode):
    """Words of the template, found once a language: catalogues are read when a process starts. 13 µs became 2."""

    def __init__(self, node: TranslateNode) -> None:
        self.__dict__.update(node.__dict__)
        self._found: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        words = self._found.get(language)
        if words is None:
            words = super().render(context)
            words = self._found[language] = context[self.asvar] if self.asvar else words
        if self.asvar:
            context[self.asvar] = words
            return ""
        return words


class _Static(StaticNode):
    """The address of a file that is named outright: it stays the same for as long as the files are these."""

    def __init__(self, node: StaticNode) -> None:
        self.__dict__.update(node.__dict__)
        self._found: tuple[Any, str] = (None, "")

    def url(self, context: Context) -> str:
        files = storages[STATICFILES_STORAGE_ALIAS]
        if self._found[0] is not files:
            self._found = (files, super().url(context))
        return self._found[1]


class _Constant(SimpleNode):
    """A tag that says the same each time, as a drawing does; it has marked itself `is_constant`."""

    def __init__(self, node: SimpleNode) -> None:
        self.__dict__.update(node.__dict__)
        self._text: str | None = None

    def render(self, context: Context) -> str:
        if self._text is None:
            self._text = super().render(context)
        return self._text
