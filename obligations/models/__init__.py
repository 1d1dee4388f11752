from obligations.models.obligation import Obligation, ObligationStep, Reminder
from obligations.models.orders import ExtensionRequest, Feed, OrderNumber, SupervisionOrder
from obligations.models.policy import LimitOverride, ReminderRule

__all__ = [
    "ExtensionRequest",
    "Feed",
    "LimitOverride",
    "Obligation",
    "ObligationStep",
    "OrderNumber",
    "Reminder",
    "ReminderRule",
    "SupervisionOrder",
]
