"""Addresses of the directory. Only codes, ids and slugs of organisations stand in them."""

from __future__ import annotations

from django.urls import path

from sapar.directory.views import public, staff

public_patterns = [
    path("", public.home, name="home"),
    path("find/", public.find, name="find"),
    path("what-happened/", public.what_happened, name="what-happened"),
    path("who/<slug:slug>/", public.organisation, name="organisation"),
    path("about/", public.about, name="about"),
]

staff_patterns = [
    path("", staff.search, name="search"),
    path("own/", staff.own, name="own"),
    path("own/confirm/", staff.confirm, name="confirm"),
    path("add/", staff.add, name="add"),
    path("<slug:slug>/", staff.organisation, name="organisation"),
    path("<slug:slug>/change/", staff.change, name="change"),
]
