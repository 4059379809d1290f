"""Addresses of monitoring. Only slugs of organisations, ids and the random part of a link stand in them."""

from __future__ import annotations

from django.urls import path

from sapar.monitoring.views import own, public, staff

public_patterns = [
    path("trust/", public.rules, name="rules"),
    path("who/<slug:slug>/trust/", public.organisation, name="organisation"),
    path("who/<slug:slug>/tell/", public.tell, name="tell"),
    path("entry/<slug:token>/", public.link, name="link"),
]

staff_patterns = [
    path("", staff.work, name="work"),
    path("ask/", staff.ask, name="ask"),
    path("own/", own.own, name="own"),
    path("corrections/", own.corrections, name="corrections"),
    path("corrections/<uuid:correction_id>/", own.settle, name="settle"),
    path("evidence/<uuid:visit_id>/<uuid:file_id>/", staff.evidence, name="evidence"),
    path("concerns/<uuid:concern_id>/<slug:verb>/", staff.judge, name="judge"),
    path("of/<slug:slug>/", staff.record, name="record"),
    path("of/<slug:slug>/visit/", staff.visit, name="visit"),
    path("of/<slug:slug>/concern/", staff.concern, name="concern"),
    path("of/<slug:slug>/told/", staff.review, name="review"),
    path("of/<slug:slug>/remind/", staff.remind, name="remind"),
]
