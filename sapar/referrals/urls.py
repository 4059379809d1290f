from django.urls import URLPattern, URLResolver, include, path

from sapar.referrals.views import asking, course, disclosing, lists, outside, public

_referral = [
    path("", course.referral, name="referral"),
    path("offer/", asking.offer, name="offer"),
    path("withdraw/", course.withdraw, name="withdraw"),
    path("accept/", course.accept, name="accept"),
    path("decline/", course.decline, name="decline"),
    path("start/", course.start, name="start"),
    path("report/", course.report, name="report"),
    path("complete/", course.complete, name="complete"),
    path("told/", outside.told, name="told"),
    path("sheet/", outside.sheet, name="sheet"),
    path("link/", outside.link, name="link"),
    path("answer/", outside.answer, name="answer"),
    path("problems/<uuid:problem_id>/settle/", course.settle, name="settle"),
]

staff_patterns: list[URLPattern | URLResolver] = [
    path("", lists.inbox, name="inbox"),
    path("sent/", lists.outbox, name="outbox"),
    path("case/<uuid:case_id>/", asking.who, name="who"),
    path("case/<uuid:case_id>/to/<uuid:org_id>/", asking.plan, name="plan"),
    path("case/<uuid:case_id>/to/<uuid:org_id>/consent/", asking.consent, name="consent"),
    path("case/<uuid:case_id>/to/<uuid:org_id>/disclose/", disclosing.disclose, name="disclose"),
    path("disclosures/<uuid:disclosure_id>/", disclosing.disclosure, name="disclosure"),
    path("disclosures/<uuid:disclosure_id>/review/", disclosing.review, name="review"),
    path("<uuid:referral_id>/", include(_referral)),
]

# Under the reader's language; the token is no name and opens nothing without the code.
public_patterns: list[URLPattern | URLResolver] = [path("r/<slug:token>/", public.link, name="link")]
