from obligations.api.views.duties import DutyViewSet
from obligations.api.views.extensions import ExtensionViewSet
from obligations.api.views.orders import OrderViewSet

__all__ = ["DutyViewSet", "ExtensionViewSet", "OrderViewSet"]
