"""What the database does not let in is refused with a sentence where it was foreseen, and a mistake elsewhere."""

import pytest
from django.db import IntegrityError

from agencies.models import Region
from kernel.errors import Refused, refused_by
from tests.factories import make_region

pytestmark = pytest.mark.django_db
NAMES = "region_name_once_under_parent"


@pytest.mark.parametrize(("foreseen", "raised"), [(NAMES, Refused), ("regioncode_once", IntegrityError)])
def test_only_the_constraint_that_is_named_is_refused(foreseen, raised):
    first, second = make_region(name="North"), make_region(name="South")

    with (
        pytest.raises(raised, match="taken" if raised is Refused else NAMES),
        refused_by(foreseen, reason="It is taken."),
    ):
        Region.objects.filter(pk=second.pk).update(name=first.name)
    assert Region.objects.filter(name="South").exists()  # the transaction goes on
