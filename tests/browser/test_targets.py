"""What is to be hit: 24 px everywhere (WCAG 2.5.8), 44 px for the main controls on a phone."""

import pytest

from .conftest import DESKTOP, PHONE
from .walk import AXE

SMALLER_THAN_A_TARGET = (
    "axe.run(document, {runOnly: {type: 'rule', values: ['target-size']}})"
    ".then(found => found.violations.flatMap(rule => rule.nodes.map(node => node.html)))"
)
SMALLER_THAN_A_THUMB = """() => [...document.querySelectorAll(`
    .top a, .top button, .top summary, .menu-a, .pages a, main .btn, main .filters :is(select, input), main .seg a,
    main .field :is(select, input:not([type=checkbox], [type=radio]))`)]
    .map((control) => [control.getBoundingClientRect(), control.outerHTML])
    .filter(([box]) => box.height && (box.height < 44 || box.width < 44))
    .map(([box, html]) => `${box.width} x ${box.height}: ${html.slice(0, 120)}`)"""


@pytest.mark.parametrize(
    ("username", "address"),
    [
        (None, "/account/login/"),
        ("handler", "/tasks/matrix/"),
        ("handler", "/tasks/"),
        ("gongan", "/duties/"),
        ("leader", "/duties/overdue/"),
        ("gongan", "/duties/calendar/"),
        ("handler", "/agencies/account/"),
        ("business", "/agencies/new/"),
        ("system", "/agencies/people/"),
        ("audit", "/audit/"),
    ],
)
def test_targets_are_large_enough(visit, username, address):
    page = visit(username)
    page.goto(address)
    page.evaluate(AXE)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate(SMALLER_THAN_A_TARGET) == []
    assert page.evaluate(SMALLER_THAN_A_THUMB) == []
