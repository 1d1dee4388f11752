"""The portal as people meet it: gunicorn with the demonstration's data, and a real Chromium.

Everything here lives for this package only: Playwright runs an event loop, in which Django's ORM refuses to work.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from psycopg2.sql import SQL, Identifier

from oversight import embedded
from oversight.demo.accounts import PASSWORD
from oversight.embedded.supervisor import PYTHON, launch

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 20_000  # ms: a busy machine is slow, not wrong
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> str:
    """The path of the system's browser."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        pytest.skip(f"No browser was found on this machine; one of these is needed: {', '.join(PROGRAMS)}.")
    return found


@pytest.fixture(scope="package")
def database(chromium) -> Iterator[dict[str, str]]:
    """A database of its own: the environment by which processes find it."""
    embedded.start()
    app = os.environ.get("DATABASE_URL") or embedded.database_url()
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL") or embedded.database_url("owner")
    name = f"browser_{secrets.token_hex(4)}"
    with contextlib.closing(psycopg2.connect(owner)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        urls = {"DATABASE_URL": app, "DATABASE_OWNER_URL": owner}
        yield {key: urlsplit(url)._replace(path=f"/{name}").geturl() for key, url in urls.items()}
        cursor.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(scope="package")
def environment(database, tmp_path_factory) -> dict[str, str]:
    """Of the portal's processes."""
    variables = {key: value for key, value in os.environ.items() if key not in {"DATABASE_ROLE", "STATIC_ROOT"}}
    return {**variables, **database, "VAR_DIR": str(tmp_path_factory.mktemp("var")), "DEBUG": "1", "PORT": "0"}


@pytest.fixture
def work(environment) -> Callable[[], None]:
    """Does what was handed to the worker: none runs beside the portal here."""
    said = "from kernel.models import Job\nfrom kernel.services import run_job\n"
    said += "for job in Job.objects.filter(state='queued').order_by('pk'): run_job(job.pk)"
    command = [*PYTHON, "manage.py", "shell", "--no-imports", "-c", said]
    return lambda: subprocess.run(command, env=environment, check=True, capture_output=True) and None


@pytest.fixture(scope="package")
def portal(environment, tmp_path_factory) -> Iterator[str]:
    """The address of a running portal with the demonstration's data."""
    env = environment
    subprocess.run([*PYTHON, "-m", "oversight.embedded.prepare"], env=env, check=True, capture_output=True)
    log = tmp_path_factory.mktemp("log") / "web.log"
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        number = listener.fileno()
        command = [*PYTHON, "-m", "gunicorn", "-c", "python:oversight.embedded.web", "-b", f"fd://{number}"]
        process = launch([*command, "oversight.wsgi"], env=env, pass_fds=[number], stdout=output, stderr=output)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    urlopen(f"{address}/account/login/", timeout=60).close()  # it answers when it has started, on a busy machine late
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="package")
def browser(chromium) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def states() -> dict[str, dict]:
    """What the browser keeps of each account that has logged in."""
    return {}


@pytest.fixture
def visit(browser, portal, states) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own: visit("handler", viewport=PHONE); None: nobody is logged in."""
    contexts: list[BrowserContext] = []

    def visit(username: str | None = None, **options) -> Page:
        if username and username not in states:
            states[username] = _log_in(browser, portal, username)
        options = {"base_url": portal, "viewport": DESKTOP, "locale": "zh-CN", **options}
        context = browser.new_context(storage_state=states.get(username or ""), **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


def _log_in(browser: Browser, portal: str, username: str) -> dict:
    with browser.new_context(base_url=portal) as context:
        page = context.new_page()
        type_password(page, username)
        page.wait_for_url(lambda url: "/account/login" not in url, wait_until="commit")
        return context.storage_state()


def type_password(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
