from django.urls import path

from sapar.people.views import consents, deciding, family, person

staff_patterns = [
    path("<uuid:person_id>/", person.person, name="person"),
    path("<uuid:person_id>/edit/", person.amend, name="amend"),
    path("<uuid:person_id>/phones/", person.add_phone, name="add_phone"),
    path("<uuid:person_id>/phones/<uuid:phone_id>/remove/", person.remove_phone, name="remove_phone"),
    path("<uuid:person_id>/needs/", family.needs, name="needs"),
    path("<uuid:person_id>/family/", family.add_link, name="add_link"),
    path("<uuid:person_id>/family/<uuid:link_id>/", family.mark_link, name="mark_link"),
    path("<uuid:person_id>/family/<uuid:link_id>/end/", family.end_link, name="end_link"),
    path("<uuid:person_id>/consents/", consents.take_consent, name="take_consent"),
    path("<uuid:person_id>/erase/", person.erase, name="erase"),
    path("<uuid:person_id>/erase/propose/", deciding.propose_erasure, name="propose_erasure"),
    path("consents/<uuid:consent_id>/", consents.consent, name="consent"),
    path("consents/<uuid:consent_id>/withdraw/", consents.withdraw_consent, name="withdraw_consent"),
    path("decisions/", deciding.decisions, name="decisions"),
    path("decisions/<uuid:decision_id>/", deciding.decision, name="decision"),
]
