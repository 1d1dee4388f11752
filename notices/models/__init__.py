from notices.models.messages import Address, DigestDay, LaneMark, Message
from notices.models.notices import Notice, Receipt

__all__ = ["Address", "DigestDay", "LaneMark", "Message", "Notice", "Receipt"]
