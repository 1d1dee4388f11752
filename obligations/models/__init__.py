from obligations.models.obligation import NextStep, Obligation, ObligationStep, Reminder
from obligations.models.orders import ExtensionRequest, Feed, OrderFile, OrderNumber, OrderStep, SupervisionOrder
from obligations.models.policy import LimitOverride, ReminderRule

__all__ = [
    "ExtensionRequest",
    "Feed",
    "LimitOverride",
    "NextStep",
    "Obligation",
    "ObligationStep",
    "OrderFile",
    "OrderNumber",
    "OrderStep",
    "Reminder",
    "ReminderRule",
    "SupervisionOrder",
]
