from agencies.models.accounts import EmergencyGrant, Membership, PastPassword, User
from agencies.models.agency import Agency, AgencyAlias, HandOver, Section
from agencies.models.party import Party
from agencies.models.region import Region, RegionCode

__all__ = [
    "Agency",
    "AgencyAlias",
    "EmergencyGrant",
    "HandOver",
    "Membership",
    "Party",
    "PastPassword",
    "Region",
    "RegionCode",
    "Section",
    "User",
]
