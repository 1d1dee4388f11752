import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="package")
def _sentences_in_english():
    """So that tests can name the sentences they expect."""
    with translation.override("en"):
        yield


@pytest.fixture
def files_folder(settings, tmp_path):
    """Where stored files go during a test."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
