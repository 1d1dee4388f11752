"""A long list is read slice by slice: nothing twice, nothing left out, each slice from the index."""

from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from django.db import models
from django.http import QueryDict
from django.test.utils import isolate_apps
from django.utils import timezone

from agencies.models import Agency, Membership
from kernel.keyset import NoPlace, count_up_to, page_of, rows_from, slice_of
from tasks.models import Plan, Responsibility, Task
from tests.factories import make_agency, make_plan, make_region, make_task

NOW = timezone.now()
ORDERS = [("pk",), ("-pk",), ("created_at", "pk"), ("-created_at", "-pk"), ("title", "created_at", "pk")]


@pytest.fixture
def plans(db) -> list[Plan]:
    """Eleven plans, of which many share the time and the title."""
    region = make_region()
    return [
        make_plan(region=region, title=f"标题 {n % 2}", created_at=NOW + timedelta(hours=n // 5)) for n in range(11)
    ]


def slices(rows, order, *, size) -> list:
    found = [slice_of(rows, order, size=size)]
    while found[-1].after:
        found.append(slice_of(rows, order, size=size, after=found[-1].after))
    return found


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 3, 11, 12])
def test_slices_follow_one_another_both_ways(plans, order, size):
    whole = list(Plan.objects.order_by(*order))

    forward = slices(Plan.objects.all(), order, size=size)
    backward = [forward[-1]]
    while backward[0].before:
        backward.insert(0, slice_of(Plan.objects.all(), order, size=size, before=backward[0].before))

    assert [row for part in forward for row in part.rows] == whole
    assert [part.rows for part in backward] == [part.rows for part in forward]
    assert (forward[0].before, forward[-1].after) == ("", "")


def test_rows_read_as_values_have_the_same_places(plans):
    order = ("-created_at", "-pk")
    rows = Plan.objects.values("pk", "created_at")

    assert slice_of(rows, order, size=4).after == slice_of(Plan.objects.all(), order, size=4).after
    assert [row["pk"] for part in slices(rows, order, size=4) for row in part.rows] == [
        plan.pk for plan in Plan.objects.order_by(*order)
    ]


def test_an_order_may_reach_into_relations_and_keys(plans):
    for plan in plans[:3]:
        make_task(plan=plan)
        make_task(plan=plan)
    make_agency()

    for model, order in ((Task, ("-plan__created_at", "-plan", "-pk")), (Agency, ("party__public_id", "pk"))):
        found = slices(model.objects.all(), order, size=2)
        assert [row for part in found for row in part.rows] == list(model.objects.order_by(*order))


def test_rows_that_come_and_go_move_nothing(plans):
    first = slice_of(Plan.objects.all(), ("pk",), size=4)
    Plan.objects.filter(pk__in=[row.pk for row in first.rows]).delete()

    second = slice_of(Plan.objects.all(), ("pk",), size=4, after=first.after)

    assert [row.pk for row in second.rows] == [plan.pk for plan in plans[4:8]]


def test_a_slice_is_one_query_without_count_or_offset(plans, django_assert_num_queries):
    place = slice_of(Plan.objects.all(), ("title", "pk"), size=4).after

    with django_assert_num_queries(1) as asked:
        slice_of(Plan.objects.all(), ("title", "pk"), size=4, after=place)

    (query,) = asked.captured_queries
    assert "COUNT" not in query["sql"] and "OFFSET" not in query["sql"]


@pytest.mark.parametrize("order", [("at", "pk"), ("-at", "-pk")])
@pytest.mark.parametrize("side", ["after", "before"])
def test_an_index_over_the_columns_serves_a_slice_wherever_it_begins(owner, order, side):
    """Also in the middle of rows that share the first column: the index leads to the place itself."""
    with isolate_apps("kernel"):

        class Line(models.Model):
            at = models.DateTimeField()

            class Meta:
                app_label, db_table = "kernel", "kernel_tried"

    owner.execute(
        "CREATE TABLE kernel_tried (id bigint PRIMARY KEY, at timestamptz NOT NULL);"
        "INSERT INTO kernel_tried SELECT n, '2026-11-20 00:00Z' FROM generate_series(1, 50000) AS n;"
        "CREATE INDEX tried_at ON kernel_tried (at, id); ANALYZE kernel_tried"
    )
    place = urlsafe_b64encode(b'["2026-11-20T00:00:00+00:00", "25000"]').decode()
    rows = rows_from(Line.objects.all(), order, **{side: place})[:50]

    sql, params = rows.query.sql_with_params()
    owner.execute(f"EXPLAIN (COSTS off) {sql}", params)
    plan = "\n".join(line for (line,) in owner.fetchall())

    assert "using tried_at" in plan and "Index Cond: (ROW(at, id) " in plan
    assert "Sort" not in plan and "Filter" not in plan


def token(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "place",
    ["x", "☃", *map(token, ("x", "1", "{}", "[]", '["2026-11-20T00:00:00+00:00"]', "[" * 9999))]
    + [token(f'["{at}", "1"]') for at in ("", "2026-11-20", "2026-11-20T00:00:00", "2026-99-20T00:00:00Z", "\\u0000")]
    + [token(f'["2026-11-20T00:00:00Z", {pk}]') for pk in ('"1e9"', '"x"', "1", "null", '"9223372036854775808"')],
)  # fmt: skip
def test_a_place_that_nobody_gave_out_is_none(place):
    with pytest.raises(NoPlace):
        slice_of(Plan.objects.all(), ("created_at", "pk"), size=10, after=place)


@pytest.mark.parametrize(
    ("model", "order"),
    [
        (Plan, ("created_at", "-pk")),
        (Plan, ("no_such_column", "pk")),
        (Membership, ("valid_to", "pk")),
        (Responsibility, ("agency__position", "pk")),
    ],
)
def test_an_order_that_cannot_be_sliced_is_refused(model, order):
    with pytest.raises(ValueError, match=r"order|column|empty"):
        slice_of(model.objects.all(), order, size=10)


def test_addresses_keep_what_else_was_asked(plans):
    asked = QueryDict("q=标题&before=x")

    first = page_of(Plan.objects.all(), ("pk",), asked, size=4)
    second = page_of(Plan.objects.all(), ("pk",), QueryDict(first.next[1:]), size=4)
    back = page_of(Plan.objects.all(), ("pk",), QueryDict(second.previous[1:]), size=4)

    assert [list(first), list(second), list(back)] == [plans[:4], plans[4:8], plans[:4]]
    assert QueryDict(second.next[1:]).keys() == {"q", "after"}
    assert (first.previous, back.previous) == ("", "")


def test_counting_stops_where_nobody_reads_on(plans, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert count_up_to(Plan.objects.order_by("title"), 10) == (10, True)

    assert count_up_to(Plan.objects.all(), 11) == (11, False)
    assert count_up_to(Plan.objects.none(), 11) == (0, False)
