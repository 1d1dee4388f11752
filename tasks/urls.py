from django.urls import path

from tasks.views import assignments, closings, entries, goals, plans, reporting

app_name = "tasks"
urlpatterns = [
    path("matrix/", plans.matrix, name="matrix"),
    path("matrix/export/", plans.export, name="export"),
    path("", plans.tasks, name="tasks"),
    path("<int:pk>/", plans.task, name="task"),
    path("<int:pk>/report/", entries.begin, name="report"),
    path("parts/<int:pk>/close/", closings.close, name="close_part"),
    path("closings/<int:pk>/", closings.closing, name="closing"),
    path("closings/<int:pk>/<slug:verb>/", closings.step, name="closing_step"),
    path("<int:pk>/milestones/new/", goals.add_milestone, name="add_milestone"),
    path("<int:pk>/recurrences/new/", goals.add_recurrence, name="add_recurrence"),
    path("milestones/<int:pk>/", goals.milestone, name="milestone"),
    path("milestones/<int:pk>/change/", goals.change_milestone, name="change_milestone"),
    path("milestones/<int:pk>/move/", goals.move_milestone, name="move_milestone"),
    path("milestones/<int:pk>/drop/", goals.drop_milestone, name="drop_milestone"),
    path("milestones/<int:pk>/report/", goals.report_milestone, name="report_milestone"),
    path("milestones/reports/<int:pk>/<slug:verb>/", goals.judge_milestone, name="judge_milestone"),
    path("recurrences/<int:pk>/", goals.recurrence, name="recurrence"),
    path("recurrences/<int:pk>/end/", goals.end_recurrence, name="end_recurrence"),
    path("recurrences/<int:pk>/record/", goals.record_occurrence, name="record_occurrence"),
    path("occurrences/<int:pk>/strike/", goals.strike_occurrence, name="strike_occurrence"),
    path("plans/<int:pk>/goals/", goals.plan, name="plan_goals"),
    path("plans/<int:pk>/phases/new/", goals.add_phase, name="add_phase"),
    path("phases/<int:pk>/change/", goals.change_phase, name="change_phase"),
    path("phases/<int:pk>/remove/", goals.remove_phase, name="remove_phase"),
    path("plans/<int:pk>/start/", reporting.start, name="start_reporting"),
    path("<int:pk>/enter/<uuid:agency>/<slug:period>/", reporting.enter, name="enter"),
    path("assignments/", assignments.parts, name="assignments"),
    path("assignments/assign/", assignments.assign, name="assign"),
    path("entries/", entries.entries, name="entries"),
    path("entries/<uuid:public_id>/", entries.entry, name="entry"),
    path("entries/<uuid:public_id>/keep/", entries.keep, name="keep_entry"),
    path("entries/<uuid:public_id>/<slug:verb>/", entries.step, name="entry_step"),
]
