from django.urls import URLPattern, URLResolver, include, path

from sapar.referrals.views import asking, course, lists

_referral = [
    path("", course.referral, name="referral"),
    path("offer/", asking.offer, name="offer"),
    path("withdraw/", course.withdraw, name="withdraw"),
    path("accept/", course.accept, name="accept"),
    path("decline/", course.decline, name="decline"),
    path("start/", course.start, name="start"),
    path("report/", course.report, name="report"),
    path("complete/", course.complete, name="complete"),
    path("problems/<uuid:problem_id>/settle/", course.settle, name="settle"),
]

staff_patterns: list[URLPattern | URLResolver] = [
    path("", lists.inbox, name="inbox"),
    path("sent/", lists.outbox, name="outbox"),
    path("case/<uuid:case_id>/", asking.who, name="who"),
    path("case/<uuid:case_id>/to/<uuid:org_id>/", asking.plan, name="plan"),
    path("case/<uuid:case_id>/to/<uuid:org_id>/consent/", asking.consent, name="consent"),
    path("<uuid:referral_id>/", include(_referral)),
]
