"""The environment of the tests, set before Django reads its settings (loaded with `-p` from pyproject.toml)."""

import os

os.environ["SECRET_KEY"] = "for-the-tests-only"
os.environ["DATABASE_ROLE"] = "owner"  # to make the test database; tests/conftest.py then becomes the application
