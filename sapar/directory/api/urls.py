"""Addresses of the API, as HSDS names them."""

from __future__ import annotations

from django.urls import path, re_path

from sapar.directory.api import views

hsds_patterns = [
    path("", views.base, name="base"),
    path("openapi.json", views.description, name="openapi"),
    path("profile", views.told_profile, name="profile"),
    path("services", views.services, name="services"),
    path("services/<str:key>", views.service, name="service"),
    path("organizations", views.organizations, name="organizations"),
    path("organizations/<str:key>", views.organization, name="organization"),
    path("service_at_locations", views.service_at_locations, name="service-at-locations"),
    path("service_at_locations/<str:key>", views.service_at_location, name="service-at-location"),
    path("taxonomies", views.taxonomies, name="taxonomies"),
    path("taxonomies/<str:key>", views.taxonomy, name="taxonomy"),
    path("taxonomy_terms", views.taxonomy_terms, name="taxonomy-terms"),
    path("taxonomy_terms/<str:key>", views.taxonomy_term, name="taxonomy-term"),
    re_path("", views.nowhere, name="nowhere"),
]
