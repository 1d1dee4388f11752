"""Plain makers of real rows: what is not said gets a sensible value, nothing else happens.

A module for each app; what stands in its `__all__` is imported from here.
"""

from tests.factories.agencies import *
from tests.factories.commitments import *
from tests.factories.disclosure import *
from tests.factories.events import *
from tests.factories.inspections import *
from tests.factories.institutions import *
from tests.factories.meetings import *
from tests.factories.notices import *
from tests.factories.obligations import *
from tests.factories.practitioners import *
from tests.factories.reports import *
from tests.factories.tasks import *
