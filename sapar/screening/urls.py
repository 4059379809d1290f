from django.urls import path

from sapar.screening.views import exchange, office, pages, paper, talk

_person = "case/<uuid:case_id>/person/<uuid:person_id>"

staff_patterns = [
    path("", office.home, name="home"),
    path("case/<uuid:case_id>/", pages.of_case, name="case"),
    path(f"{_person}/ask/", talk.ask, name="ask"),
    path(f"{_person}/paper/", talk.from_paper, name="from_paper"),
    path(f"{_person}/decision/", pages.decide, name="decide"),
    path(f"{_person}/help/", pages.want, name="want"),
    path(f"{_person}/notice/", pages.notify, name="notify"),
    path("decisions/<uuid:determination_id>/withdraw/", pages.undecide, name="undecide"),
    path("help/<uuid:support_id>/<slug:verb>/", pages.support, name="support"),
    path("notices/<uuid:notice_id>/", pages.notice, name="notice"),
    path("paper/", paper.show, name="paper"),
    path("paper/<slug:language>/", paper.show, name="paper_in"),
    path("sources/", office.sources, name="sources"),
    path("crosswalk/", office.crosswalk_page, name="crosswalk"),
    path("training/", office.trainings, name="trainings"),
    path("training/add/", office.add_training, name="add_training"),
    path("training/<uuid:training_id>/end/", office.end_training, name="end_training"),
    path("duties/", office.duties, name="duties"),
    path("duties/add/", office.add_duty, name="add_duty"),
    path("duties/<uuid:duty_id>/end/", office.end_duty, name="end_duty"),
    path("htcds/", exchange.home, name="exchange"),
    path("htcds/out/", exchange.out, name="out"),
    path("htcds/in/", exchange.bring, name="bring"),
    path("<uuid:screening_id>/", pages.result, name="result"),
    path("<uuid:screening_id>/resume/", talk.resume, name="resume"),
    path("<uuid:screening_id>/<slug:verb>/", pages.move, name="move"),
]
