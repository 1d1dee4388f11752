"""The conventions of docs/code.md that a machine can hold."""

import ast
import re
import sys
from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.management import call_command
from django.db.models import Field
from django.template.loader import render_to_string

from kernel.access import OPERATOR
from kernel.admin import ScopedAdmin, ScopedInline
from kernel.models import Editable, Job
from kernel.models.jobs import OPEN, JobState
from kernel.views.jobs import shown
from kernel.workflow import Workflow
from oversight import catalogue

ROOT = settings.BASE_DIR
ROWS = {  # docs/architecture.md: an app imports only rows below its own
    "kernel": 1,
    "agencies": 2,
    "obligations": 3,
    "notices": 3,
    "events": 3,
    "disclosure": 3,
    "institutions": 4,
    "practitioners": 4,
    "commitments": 4,
    "credit": 5,
    "tasks": 6,
    "inspections": 6,
    "complaints": 6,
    "meetings": 7,
    "exchange": 7,
    "reports": 7,
    "oversight": 8,
}
ALONG_THE_ARROW = {
    ("notices", "obligations"), ("notices", "disclosure"), ("obligations", "disclosure"), ("notices", "events"),
    ("institutions", "practitioners"), ("institutions", "commitments"), ("practitioners", "commitments"),
}  # fmt: skip
OUR_APPS = [name for name in ROWS if (ROOT / name / "apps.py").exists()]
LAYERS = {  # inside an app a file imports only lower numbers
    **dict.fromkeys(
        [
            "enums",
            "kinds",
            "workflow",
            "access",
            "passwords",
            "periods",
            "secrecy",
            "importer",
            "deciding",
            "masking",
            "codes",
            "digests",
            "checks",
            "facts",
            "messages",
            "definitions",
            "tabs",
        ],
        0,
    ),
    **dict.fromkeys(
        ["querysets", "managers", "models", "logins", "names", "matrix", "sources", "lights", "sql", "subjects"], 1
    ),
    **dict.fromkeys(
        ["deadlines", "services", "reminders", "scoring", "channels", "figures", "generating", "regions"], 2
    ),
    **dict.fromkeys(
        ["forms", "importers", "filters", "lists", "details", "drawing", "adapters", "middleware", "templatetags"], 3
    ),
    **dict.fromkeys(["views", "urls", "open_urls", "admin", "api", "jobs", "exports", "management"], 4),
    "checking": 3,
    "history": 3,
    "draft_history": 3,
    "overview": 3.5,
    "apps": 5,
}


def python_files(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts]


def imported(path: Path) -> list[str]:
    """The modules that a file names in its imports, wherever they stand."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("app", OUR_APPS)
def test_an_app_imports_only_rows_below_its_own(app):
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files(app)
        for name in imported(path)
        if (other := name.split(".")[0]) in ROWS
        and other != app
        and ROWS[other] >= ROWS[app]
        and (other, app) not in ALONG_THE_ARROW
        and app != "oversight"
    ]
    assert upward == []


@pytest.mark.parametrize("app", [app for app in OUR_APPS if app not in {"kernel", "oversight"}])
def test_a_file_imports_only_lower_layers_of_its_app(app):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files(app)
        for name in imported(path)
        if name.startswith(f"{app}.") and layer(name.split(".")[1]) > layer(path.relative_to(ROOT / app).parts[0])
    ]
    assert wrong == []


def layer(file: str) -> int:
    """The number of a file or folder at the top of an app; a KeyError asks for a place in LAYERS."""
    return LAYERS[file.removesuffix(".py")] if file != "__init__.py" else 0


def test_views_never_ask_a_manager():
    """Lists, `reach` and services do; a view that builds its own query forgets the scope."""
    views = [path for path in python_files(*OUR_APPS) if path.stem == "views" or "views" in path.parent.parts]
    assert [str(path.relative_to(ROOT)) for path in views if ".objects" in path.read_text(encoding="utf-8")] == []


def subclasses(of: type) -> set[type]:
    return {below for child in of.__subclasses__() for below in {child} | subclasses(child)}


def test_every_admin_class_of_ours_is_scoped():
    """The site takes no other class, silently, so that those that were written are looked at."""
    ours = {below for below in subclasses(BaseModelAdmin) if below.__module__.split(".")[0] in OUR_APPS}
    assert [below for below in ours if not issubclass(below, ScopedAdmin | ScopedInline)] == []
    assert {type(model_admin) for model_admin in admin.site._registry.values()} <= ours


def our_models():
    return [model for app in OUR_APPS if app in apps.app_configs for model in apps.get_app_config(app).get_models()]


def test_every_row_that_people_edit_has_a_version():
    editable = [model._meta.label for model in our_models() if hasattr(model.objects.none(), "locked")]
    assert editable and [label for label in editable if not issubclass(apps.get_model(label), Editable)] == []


def test_there_is_no_generic_foreign_key():
    keys = [(model, field) for model in our_models() for field in model._meta.private_fields]
    assert [pair for pair in keys if isinstance(pair[1], GenericForeignKey)] == []


def workflows() -> dict[str, Workflow]:
    """Wherever they stand: {"tasks.workflow.DRAFT": …}."""
    modules = [(name, module) for name, module in sorted(sys.modules.items()) if name.split(".")[0] in OUR_APPS]
    found = {
        id(value): (f"{name}.{constant}", value)
        for name, module in modules
        for constant, value in vars(module).items()
        if isinstance(value, Workflow)
    }
    return dict(found.values())


def guarded() -> list[tuple[Field, Workflow]]:
    """Each state field with the workflow whose guard its model has."""
    return [
        (model._meta.get_field(trigger.field), flow)
        for model, trigger in pgtrigger.registered()
        for flow in workflows().values()
        if isinstance(trigger, pgtrigger.FSM) and trigger.transitions == flow.guard().transitions
    ]


def test_every_workflow_guards_a_field():
    assert {id(flow) for _field, flow in guarded()} == {id(flow) for flow in workflows().values()} != set()


def test_every_state_has_words_of_its_own_and_a_way_in():
    """Its label is what pages, API and admin show; a row begins in it, or a transition leads there."""
    for field, flow in guarded():
        words = {state: str(label) for state, label in field.choices}
        assert set(words) == {field.default} | {step.target for step in flow}, field
        assert all(words.values()) and len(set(words.values())) == len(words), field


@pytest.mark.parametrize("state", JobState)
def test_every_state_of_a_job_has_a_light_or_shows_progress(state):
    page = render_to_string("kernel/_job.html", shown(Job(title="Export", state=state), OPERATOR))
    assert ('class="light' in page, "<progress" in page) == (state not in OPEN, state in OPEN)


def test_overdue_is_no_state():
    states = {state for flow in workflows().values() for step in flow for state in (step.target, *step.sources)}
    assert states and not {"overdue", "due_soon", "late"} & states


def test_every_transition_has_a_service():
    """A file takes steps of the table (`FLOW[…]`) and names this one."""
    files = [path.read_text(encoding="utf-8") for path in python_files(*OUR_APPS)]
    missing = [
        f"{label}[{step.name}]"
        for label, flow in workflows().items()
        for step in flow
        if not any(f"{label.split('.')[-1]}[" in code and f'"{step.name}"' in code for code in files)
    ]
    assert missing == []


def test_no_file_is_over_300_lines():
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in python_files(*OUR_APPS, "tests", "benchmarks")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    ]
    assert long == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_chinese_catalogue_is_complete():
    assert catalogue.faults() == []


def test_every_environment_variable_is_in_the_readme():
    """The table of settings in README and the reads through oversight.env, in both directions."""
    code = (ROOT / "oversight" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"env\.(?:text|flag|number|words)\(\s*\"(\w+)\"", code))
    table = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert read and read == table


def test_every_permission_that_is_asked_for_has_a_rule():
    from kernel.access import has_rule

    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (*OUR_APPS, "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"}
    )
    asked = set(re.findall(r"has_perm\(\s*\"([a-z]+\.[a-z_]+)\"", code)) | set(
        re.findall(r"perm=\"([a-z]+\.\w+)\"", code)
    )
    assert asked and sorted(perm for perm in asked if not has_rule(perm)) == []
