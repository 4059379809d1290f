"""Addresses of intake. Only ids, codes of filters and marks of lists stand in them."""

from __future__ import annotations

from django.urls import path

from sapar.intake.views import callbacks, contacts, public, requests

public_patterns = [
    path("ask/", public.ask, name="ask"),
    path("my-request/", public.my_request, name="my-request"),
]

contact_patterns = [
    path("", contacts.listing, name="list"),
    path("new/", contacts.new, name="new"),
    path("call-back/", callbacks.call_back, name="call-back"),
    path("<uuid:pk>/", contacts.detail, name="detail"),
    path("<uuid:pk>/called-back/", callbacks.called_back, name="called-back"),
    path("<uuid:pk>/case/", contacts.open_case, name="open-case"),
    path("<uuid:pk>/tie/", contacts.tie, name="tie"),
]

request_patterns = [
    path("", requests.listing, name="list"),
    path("<uuid:pk>/", requests.detail, name="detail"),
    path("<uuid:pk>/contact/", requests.log, name="log"),
    path("<uuid:pk>/<slug:verb>/", requests.move, name="move"),
]
