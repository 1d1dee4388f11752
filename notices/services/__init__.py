from notices.services.reading import open_notice, opened_first
from notices.services.telling import tell

__all__ = ["open_notice", "opened_first", "tell"]
