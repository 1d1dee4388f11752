"""`python -m oversight.embedded start|stop`."""

import sys

from . import Unavailable, start, stop

try:
    {"start": start, "stop": stop}[sys.argv[1]]()
except Unavailable as sentence:
    sys.exit(str(sentence))
