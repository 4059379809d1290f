from django.urls import path

from sapar.keeping.views import certificates, exports, holds, times

staff_patterns = [
    path("", times.home, name="home"),
    path("next/", times.coming, name="next"),
    path("terms/", times.terms, name="terms"),
    path("confirm/", times.confirm, name="confirm"),
    path("stop/", times.stop, name="stop"),
    path("holds/", holds.listed, name="holds"),
    path("holds/new/case/<uuid:subject_id>/", holds.place, {"kind": "case"}, name="hold-case"),
    path("holds/new/person/<uuid:subject_id>/", holds.place, {"kind": "person"}, name="hold-person"),
    path("holds/new/contact/<uuid:subject_id>/", holds.place, {"kind": "contact"}, name="hold-contact"),
    path("holds/<uuid:hold_id>/", holds.hold, name="hold"),
    path("holds/<uuid:hold_id>/ask-to-lift/", holds.ask_to_lift, name="hold-ask"),
    path("holds/<uuid:hold_id>/<slug:verb>/", holds.move, name="hold-move"),
    path("exports/", exports.listed, name="exports"),
    path("exports/new/", exports.ask, name="export-ask"),
    path("exports/<uuid:export_id>/", exports.export, name="export"),
    path("exports/<uuid:export_id>/withdraw/", exports.withdraw, name="export-withdraw"),
    path("exports/<uuid:export_id>/take/", exports.take, name="export-take"),
    path("exports/<uuid:export_id>/decide/<slug:verb>/", exports.decide, name="export-decide"),
    path("certificates/", certificates.find, name="certificates"),
    path("certificates/<uuid:certificate_id>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:certificate_id>/pdf/", certificates.pdf, name="certificate-pdf"),
]
