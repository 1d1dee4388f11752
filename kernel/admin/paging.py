"""Lists of the admin over tables too long to count."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from kernel.keyset import count_up_to

MOST = 1000


class FirstThousand(Paginator):
    """The list shows a thousand rows; search and filters find the others."""

    @cached_property
    def count(self):
        rows: Any = self.object_list
        return count_up_to(rows, MOST)[0]
