"""One answer of the API: JSON, never kept by anybody; a refusal with its code; what a body may be."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from sapar.common.brake import Brake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    View = Callable[..., HttpResponse]

# 500 rows of a list, the most that a rule takes, are 40 KB.
MOST_BYTES = 64 * 1024
# Of one address, of everybody, within a minute; each web process counts for itself.
BRAKE = Brake(each=120, all_together=3000, seconds=60)
_JSON = {"ensure_ascii": False}


class Refused(Exception):
    """What the caller did wrong: an HTTP status, a code for programs, a sentence for people."""

    def __init__(
        self, status: int, code: str, text: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(code)
        self.status, self.document = status, {"error": code, "text": text, **more}
        self.headers = headers or {}


def answer(
    document: Any, status: int = 200, *, is_public: bool = False, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """`is_public` for what is the same for everybody; what follows from somebody's facts is kept nowhere."""
    response = JsonResponse(
        document, status=status, json_dumps_params=_JSON, headers={**(headers or {})}, safe=False
    )
    response["Access-Control-Allow-Origin"] = "*"
    if is_public:
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, no_store=True)
    return response


def address(*methods: str) -> Callable[[View], View]:
    """An address of the API: these methods, within the brake; refusals become JSON."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                return _preflight(methods)
            try:
                _admit(request, methods)
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return answer(refusal.document, refusal.status, headers=refusal.headers)

        return answering

    return wrap


def _admit(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        words = f"This address answers {' and '.join(methods)}."
        raise Refused(405, "method", words, headers={"Allow": ", ".join(methods)})
    if not BRAKE.take(getattr(request, "caller", None)):
        words = "Too many questions within a minute. Ask again in a minute."
        raise Refused(429, "too-many", words, headers={"Retry-After": str(BRAKE.seconds)})


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    """A page of another site may ask: no cookie is read here, so nothing is given away."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join(methods)
    response["Access-Control-Allow-Headers"] = "content-type"
    return response


def body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; an empty body is an empty object."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Refused(413, "too-large", f"A question may have at most {MOST_BYTES} bytes.")
    try:
        sent = json.loads(request.body or b"{}", parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise Refused(400, "not-json", "The body is not JSON.") from None
    if not isinstance(sent, dict):
        raise Refused(400, "not-json", 'The body is an object such as {"on": "2026-03-10", "facts": {}}.')
    return sent


def _no_such_number(name: str) -> Any:
    raise ValueError(name)
