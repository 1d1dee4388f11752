"""The environment of the tests, set before Django reads its settings (loaded with `-p` from pyproject.toml)."""

import os
from pathlib import Path

os.environ["SECRET_KEY"] = "for-the-tests-only"
os.environ["DATABASE_ROLE"] = "owner"  # to make the test database; tests/conftest.py then becomes the application
os.environ["DEBUG"] = "1"  # no redirect to https, no manifest of static files; Django itself runs tests with DEBUG off
os.environ["STATIC_ROOT"] = str(Path(__file__).parents[1] / "oversight" / "static")  # WhiteNoise wants one that exists
