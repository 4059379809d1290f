"""Addresses of intake. Only ids, codes of filters and marks of lists stand in them."""

from __future__ import annotations

from django.urls import path

from sapar.intake.views import callbacks, contacts, drafts, files, public, requests

public_patterns = [
    path("ask/", public.ask, name="ask"),
    path("ask/guided/", public.guided, name="guided"),
    path("my-request/", public.my_request, name="my-request"),
]

contact_patterns = [
    path("", contacts.listing, name="list"),
    path("new/", contacts.new, name="new"),
    path("call-back/", callbacks.call_back, name="call-back"),
    path("call-back/missed/", callbacks.missed, name="missed"),
    path("call-back/<uuid:pk>/", callbacks.call, name="call"),
    path("call-back/<uuid:pk>/talk/", callbacks.talk, name="call-talk"),
    path("call-back/<uuid:pk>/<slug:verb>/", callbacks.move, name="call-move"),
    path("<uuid:pk>/", contacts.detail, name="detail"),
    path("<uuid:pk>/called-back/", callbacks.called_back, name="called-back"),
    path("drafts/keep/", drafts.keep, name="draft-keep"),
    path("drafts/<uuid:pk>/", drafts.resume, name="draft"),
    path("drafts/<uuid:pk>/pass-on/", drafts.pass_on, name="draft-pass-on"),
    path("drafts/<uuid:pk>/drop/", drafts.drop, name="draft-drop"),
    path("tries/<uuid:case_id>/seen/", contacts.tries_seen, name="tries-seen"),
    path("<uuid:pk>/files/", files.attach, name="attach"),
    path("<uuid:pk>/files/<uuid:file_id>/", files.give, name="file"),
    path("<uuid:pk>/case/", contacts.open_case, name="open-case"),
    path("<uuid:pk>/tie/", contacts.tie, name="tie"),
]

request_patterns = [
    path("", requests.listing, name="list"),
    path("<uuid:pk>/", requests.detail, name="detail"),
    path("<uuid:pk>/contact/", requests.log, name="log"),
    path("<uuid:pk>/<slug:verb>/", requests.move, name="move"),
]
