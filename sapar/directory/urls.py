"""Addresses of the directory. Only codes, ids and slugs of organisations stand in them."""

from __future__ import annotations

from django.urls import path

from sapar.directory.views import keeping, network, public, staff

public_patterns = [
    path("", public.home, name="home"),
    path("find/", public.find, name="find"),
    path("find/keep/", public.keep, name="keep"),
    path("network/", network.picture, name="network"),
    path("what-happened/", public.what_happened, name="what-happened"),
    path("who/<slug:slug>/", public.organisation, name="organisation"),
    path("about/", public.about, name="about"),
]

staff_patterns = [
    path("", staff.search, name="search"),
    path("coverage/", network.covered, name="coverage"),
    path("own/", staff.own, name="own"),
    path("own/confirm/", staff.confirm, name="confirm"),
    path("add/", staff.add, name="add"),
    path("<slug:slug>/", staff.organisation, name="organisation"),
    path("<slug:slug>/change/", staff.change, name="change"),
    path("<slug:slug>/services/", keeping.services, name="services"),
    path("<slug:slug>/services/add/", keeping.offer, name="offer-add"),
    path("<slug:slug>/services/<uuid:offer_id>/", keeping.offer, name="offer"),
    path("<slug:slug>/services/<uuid:offer_id>/free/", keeping.count_free, name="offer-free"),
    path("<slug:slug>/services/<uuid:offer_id>/remove/", keeping.remove_offer, name="offer-remove"),
    path("<slug:slug>/places/add/", keeping.site, name="site-add"),
    path("<slug:slug>/places/<uuid:site_id>/", keeping.site, name="site"),
    path("<slug:slug>/places/<uuid:site_id>/remove/", keeping.remove_site, name="site-remove"),
    path("<slug:slug>/people/add/", keeping.representative, name="representative-add"),
    path("<slug:slug>/people/<uuid:person_id>/", keeping.representative, name="representative"),
    path(
        "<slug:slug>/people/<uuid:person_id>/remove/",
        keeping.remove_representative,
        name="representative-remove",
    ),
    path("<slug:slug>/legal/", keeping.legal, name="legal"),
]
