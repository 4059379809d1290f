"""The way of a request: logged by ids, one transaction, one actor, one scope; refusals become pages here."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connections, transaction
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from psycopg import errors as pg

from sapar import audit
from sapar.common import errors, straight, tenancy
from sapar.common.ids import uuid7
from sapar.config import errors as pages
from sapar.organisations import entry
from sapar.organisations.actor import PublicActor, StaffActor
from sapar.vault import keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from sapar.common.requests import SaparRequest

    GetResponse = Callable[[SaparRequest], HttpResponse]

log = logging.getLogger("sapar.request")

# What is read and thrown away to be able to say "too large" beside the field; beyond it the answer is a page.
MOST_WITH_FILE = 512 * 1024 * 1024
WITH_FILE = ("/staff/cases/", "/staff/contacts/", "/staff/sheets/bring/")

# Answered without a transaction, so that they answer while the database is away.
WITHOUT_DATABASE = ("/healthz", "/readyz", settings.STATIC_URL)


class RequestLog:
    """One line a request: ids, the route's name and figures. Never the path, which may hold a code or a word."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: SaparRequest) -> HttpResponse:
        request.id = uuid7()
        began = time.perf_counter()
        response = self.get_response(request) if _has_fair_size(request) else pages.too_large(request)
        if "Cache-Control" not in response.headers:
            # Neither the browser nor a proxy keeps a page: it may hold a person, or what somebody typed.
            add_never_cache_headers(response)
        actor = getattr(request, "actor", None)
        log.info(
            "request",
            extra={
                "request": str(request.id),
                "method": request.method if request.method in {"GET", "HEAD", "POST"} else "other",
                "route": _route(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
                "org": str(actor.org_id) if actor and actor.org_id else None,
                "user": str(actor.user_id) if actor and actor.user_id else None,
            },
        )
        return response


class PublicGzip(GZipMiddleware):
    """Compress what goes over weak networks: public pages. Staff pages mix secrets with what is typed (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not getattr(request, "language_from_address", False):
            return response
        return super().process_response(request, response)


class TrustedProxy:
    """Believe `X-Forwarded-Proto` only as far as `SAPAR_TRUSTED_PROXIES` says; drop every forwarded header otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: SaparRequest) -> HttpResponse:
        scheme = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
        request.caller = self._caller(request)
        for name in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED"):
            request.META.pop(name, None)
        if settings.TRUSTED_PROXIES and scheme.split(",")[-1].strip() == "https":
            request.META["wsgi.url_scheme"] = "https"
            request.environ["wsgi.url_scheme"] = "https"  # type: ignore[attr-defined] # of WSGIRequest
        return self.get_response(request)

    def _caller(self, request: SaparRequest) -> str | None:
        """The caller's address, for counting tries in memory; never stored. None when the proxies do not tell."""
        if not settings.TRUSTED_PROXIES:
            return request.META.get("REMOTE_ADDR")
        told = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        return told[-settings.TRUSTED_PROXIES] if len(told) >= settings.TRUSTED_PROXIES else None


class Transaction:
    """One transaction a request: kept when the answer is good, undone after an exception, a refusal or a 5xx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: SaparRequest) -> HttpResponse:
        if request.path_info.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        request.refusals = []
        try:
            keys.begin_request()
            with straight.together(connections["default"]), transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= 500 or getattr(response, "undo", False):
                    transaction.set_rollback(True)
                elif transaction.get_rollback():
                    # Somebody took what had failed for their own and went on: nothing would be kept of what is said to be.
                    raise InternalError
        except (DatabaseError, InterfaceError) as refused:
            # What was not waited for, or a deferred constraint, speaks at the end; everything is undone by then.
            answer = _of_database(request, refused)
            if answer is None:
                log.error("refused at commit", extra={"request": str(request.id), "code": _sqlstate(refused)})
            return answer or pages.conflict(request)
        self._record_refusals(request)
        return response

    def _record_refusals(self, request: SaparRequest) -> None:
        """Write down who was refused what, in a transaction of its own: the request's was undone."""
        for actor, refusal in request.refusals:
            with transaction.atomic(), tenancy.scope_of(actor):
                audit.record(
                    actor,
                    "access.denied",
                    subject_kind=refusal.subject_kind or "right",
                    subject_id=refusal.subject_id or actor.user_id,
                    details={"right": refusal.right},
                )


class Language:
    """The language of the page: the address says it on public pages, the choice or the browser elsewhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: SaparRequest) -> HttpResponse:
        first = request.path_info.split("/", 2)[1]
        public = first in self.known
        code = first if public else self._chosen(request)
        request.language_from_address = public
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", code)
        if not public:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def _chosen(self, request: SaparRequest) -> str:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        own = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        code = cookie if cookie in self.known else own or translation.get_language_from_request(request)
        if request.path_info.startswith(settings.STAFF_PATHS) and code not in settings.STAFF_LANGUAGES:
            return settings.LANGUAGE_CODE
        return code if code in self.known else settings.LANGUAGE_CODE


class Entry:
    """`request.user` as Django's own middleware gives it; where they work comes with the same reading."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: SaparRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: entry.user_of(request))  # type: ignore[assignment] # as Django's does
        return self.get_response(request)


class ActorScope:
    """Find out who acts, set it on the connection, and answer for every refusal that a verb raised."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: SaparRequest) -> HttpResponse:
        if request.path_info.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        actor = entry.actor_for(request) or PublicActor()
        request.actor = actor
        with (
            tenancy.scope(
                org=actor.org_id,
                member=actor.member_id,
                user=getattr(request.user, "pk", None),
                to_the_end=True,
            ),
            timezone.override(actor.org.time_zone if isinstance(actor, StaffActor) else None),
        ):
            return self.get_response(request)

    def process_exception(self, request: SaparRequest, exception: Exception) -> HttpResponse | None:
        response = self._answer(request, exception)
        if response is not None:
            response.undo = True  # type: ignore[attr-defined] # read by `Transaction`, kept on the answer
            if isinstance(exception, errors.Denied) and request.actor.kind == "staff":
                request.refusals.append((request.actor, exception))
        return response

    def _answer(self, request: SaparRequest, exception: Exception) -> HttpResponse | None:
        for kind, page in pages.REFUSALS:
            if isinstance(exception, kind):
                return page(request, exception)
        if isinstance(exception, DatabaseError):
            return _of_database(request, exception)
        if isinstance(exception, OSError) and exception.errno == pages.NO_SPACE:
            return pages.no_space(request)
        if not settings.DEBUG:
            log.error("fault", extra={"request": str(request.id), "fault": _where(exception)})
        return None


def _of_database(request: SaparRequest, exception: DatabaseError | InterfaceError) -> HttpResponse | None:
    """The page for what the database refused; None where it is a fault of ours."""
    cause = exception.__cause__
    if isinstance(cause, (pg.DiskFull, pg.OutOfMemory)):
        return pages.no_space(request)
    if isinstance(
        cause, (pg.IntegrityError, pg.LockNotAvailable, pg.DeadlockDetected, pg.SerializationFailure)
    ):
        return pages.conflict(request)
    if isinstance(exception, (OperationalError, InterfaceError)):
        log.error("database away", extra={"request": str(request.id), "code": _sqlstate(exception)})
        return pages.unavailable(request)
    return None


def _has_fair_size(request: HttpRequest) -> bool:
    """Only pages that take a file take more than a long letter; a file too large is told so by its form."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    takes_file = request.path_info.startswith(WITH_FILE)
    most = MOST_WITH_FILE if takes_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return size.isdigit() and int(size) <= most


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else "unknown"


def _sqlstate(fault: Exception) -> str:
    return getattr(fault.__cause__, "sqlstate", None) or type(fault).__name__


def _where(exception: Exception) -> str:
    """The kind of the fault and the line it came from, without its text, which may hold what somebody typed."""
    trace = exception.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(exception).__name__} at {place}"
