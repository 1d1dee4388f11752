"""Where tasks and parts in them have their pages, for the duties that are about them."""

from collections.abc import Collection

from django.urls import reverse

from obligations.subjects import shows
from tasks.models import Responsibility


def pages_of_tasks(keys: Collection[int]) -> dict[int, str]:
    return {key: reverse("tasks:task", kwargs={"pk": key}) for key in keys}


def pages_of_parts(keys: Collection[int]) -> dict[int, str]:
    """A part has its line on the task's page."""
    tasks = dict(Responsibility.objects.filter(pk__in=keys).values_list("pk", "task"))
    return {key: f"{reverse('tasks:task', kwargs={'pk': task})}#part-{key}" for key, task in tasks.items()}


def pages_of_milestones(keys: Collection[int]) -> dict[int, str]:
    return {key: reverse("tasks:milestone", kwargs={"pk": key}) for key in keys}


def pages_of_recurrences(keys: Collection[int]) -> dict[int, str]:
    return {key: reverse("tasks:recurrence", kwargs={"pk": key}) for key in keys}


def register() -> None:
    shows("tasks.task", pages_of_tasks)
    shows("tasks.responsibility", pages_of_parts)
    shows("tasks.milestone", pages_of_milestones)
    shows("tasks.recurrence", pages_of_recurrences)
