from django.urls import path

from sapar.people import views

staff_patterns = [
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/edit/", views.amend, name="amend"),
    path("<uuid:person_id>/phones/", views.add_phone, name="add_phone"),
    path("<uuid:person_id>/phones/<uuid:phone_id>/remove/", views.remove_phone, name="remove_phone"),
    path("<uuid:person_id>/consents/", views.take_consent, name="take_consent"),
    path("<uuid:person_id>/erase/", views.erase, name="erase"),
    path("consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("consents/<uuid:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
]
