"""The conventions of docs/code.md that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.management import call_command

from kernel.admin import ScopedAdmin
from kernel.models import Editable
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
    "credit": 5,
    "tasks": 6,
    "inspections": 6,
    "complaints": 6,
    "exchange": 7,
    "oversight": 8,
}
ALONG_THE_ARROW = {("notices", "obligations")}
OUR_APPS = [name for name in ROWS if (ROOT / name / "apps.py").exists()]
LAYERS = {  # inside an app a file imports only lower numbers
    **dict.fromkeys(["enums", "workflow", "access"], 0),
    **dict.fromkeys(["querysets", "managers", "models"], 1),
    **dict.fromkeys(["deadlines", "services", "reminders", "scoring"], 2),
    **dict.fromkeys(["forms", "importers", "filters"], 3),
    **dict.fromkeys(["views", "urls", "admin", "jobs", "management"], 4),
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
    wrong = []
    for path in python_files(app):
        own = LAYERS.get(path.relative_to(ROOT / app).parts[0].removesuffix(".py"))
        for name in imported(path):
            parts = name.split(".")
            other = LAYERS.get(parts[1]) if parts[0] == app and len(parts) > 1 else None
            if own is not None and other is not None and other > own:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_views_never_ask_a_manager():
    """Lists, `reach` and services do; a view that builds its own query forgets the scope."""
    views = [path for path in python_files(*OUR_APPS) if path.stem == "views" or "views" in path.parent.parts]
    assert [str(path.relative_to(ROOT)) for path in views if ".objects" in path.read_text(encoding="utf-8")] == []


def test_every_admin_class_of_ours_is_scoped():
    wrong = [
        model._meta.label
        for model, model_admin in admin.site._registry.items()
        if not isinstance(model_admin, ScopedAdmin)
    ]
    assert wrong == []


def our_models():
    return [model for app in OUR_APPS if app in apps.app_configs for model in apps.get_app_config(app).get_models()]


def test_every_row_that_people_edit_has_a_version():
    editable = [model._meta.label for model in our_models() if hasattr(model.objects.none(), "locked")]
    assert editable and [label for label in editable if not issubclass(apps.get_model(label), Editable)] == []


def test_there_is_no_generic_foreign_key():
    keys = [(model, field) for model in our_models() for field in model._meta.private_fields]
    assert [pair for pair in keys if isinstance(pair[1], GenericForeignKey)] == []


def workflows() -> dict[str, Workflow]:
    modules = [(app, __import__(f"{app}.workflow", fromlist=["*"])) for app in OUR_APPS if app != "oversight"
               and (ROOT / app / "workflow.py").exists()]  # fmt: skip
    return {
        f"{app}.{name}": value for app, module in modules for name, value in vars(module).items()
        if isinstance(value, Workflow)
    }  # fmt: skip


def test_overdue_is_no_state():
    states = {state for flow in workflows().values() for step in flow for state in (step.target, *step.sources)}
    assert states and not {"overdue", "due_soon", "late"} & states


def test_every_transition_has_a_service():
    """`move(row, FLOW["name"])` stands somewhere outside the tables."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files(*OUR_APPS))
    missing = [
        f"{label}[{step.name}]"
        for label, flow in workflows().items()
        for step in flow
        if f'{label.split(".")[-1]}["{step.name}"]' not in code
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
