"""Addresses of the API, as HSDS names them."""

from __future__ import annotations

from django.urls import path

from sapar.directory.api import views

hsds_patterns = [
    path("", views.base, name="base"),
    path("openapi.json", views.description, name="openapi"),
    path("profile", views.told_profile, name="profile"),
    path("services", views.services, name="services"),
    path("services/<uuid:key>", views.service, name="service"),
    path("organizations", views.organizations, name="organizations"),
    path("organizations/<uuid:key>", views.organization, name="organization"),
    path("service_at_locations", views.service_at_locations, name="service-at-locations"),
    path("service_at_locations/<uuid:key>", views.service_at_location, name="service-at-location"),
    path("taxonomies", views.taxonomies, name="taxonomies"),
    path("taxonomies/<uuid:key>", views.taxonomy, name="taxonomy"),
    path("taxonomy_terms", views.taxonomy_terms, name="taxonomy-terms"),
    path("taxonomy_terms/<uuid:key>", views.taxonomy_term, name="taxonomy-term"),
]
