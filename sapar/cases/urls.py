from django.urls import URLPattern, URLResolver, include, path

from sapar.cases.views import course, lists, page, parts

_case = [
    path("", page.case, name="case"),
    path("story/", course.amend, name="amend"),
    path("take/", course.take, name="take"),
    path("hand-over/", course.hand_over, name="hand_over"),
    path("wait/", course.wait, name="wait"),
    path("resume/", course.resume, name="resume"),
    path("close/", course.close, name="close"),
    path("reopen/", course.reopen, name="reopen"),
    path("restrict/", course.restrict, name="restrict"),
    path("lift/", course.lift, name="lift"),
    path("people/", parts.add_person, name="add_person"),
    path("people/known/", parts.add_known_person, name="add_known_person"),
    path("people/<uuid:participant_id>/", parts.change_person, name="change_person"),
    path("problems/", parts.add_problem, name="add_problem"),
    path("problems/<uuid:problem_id>/settle/", parts.settle_problem, name="settle_problem"),
    path("problems/<uuid:problem_id>/reopen/", parts.reopen_problem, name="reopen_problem"),
    path("tasks/", parts.add_task, name="add_task"),
    path("tasks/<uuid:task_id>/<slug:verb>/", parts.move_task, name="move_task"),
    path("notes/", parts.add_note, name="add_note"),
    path("papers/", parts.add_paper, name="add_paper"),
    path("papers/<uuid:paper_id>/", parts.move_paper, name="move_paper"),
    path("files/", parts.add_file, name="add_file"),
    path("files/<uuid:file_id>/", parts.give_file, name="file"),
]

staff_patterns: list[URLPattern | URLResolver] = [
    path("", lists.cases, name="list"),
    path("new/", lists.new, name="open"),
    path("find/", lists.find, name="find"),
    path("<uuid:case_id>/", include(_case)),
]
