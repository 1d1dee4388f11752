from obligations.api.views.duties import DutyViewSet
from obligations.api.views.extensions import ExtensionViewSet
from obligations.api.views.feeds import FeedView
from obligations.api.views.orders import OrderViewSet
from obligations.api.views.policy import LadderViewSet, LimitViewSet

__all__ = ["DutyViewSet", "ExtensionViewSet", "FeedView", "LadderViewSet", "LimitViewSet", "OrderViewSet"]
