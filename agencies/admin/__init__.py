"""Regions, agencies, accounts and rights in the admin."""

from agencies.admin.accounts import EmergencyGrantAdmin, MembershipAdmin, SharesAdmin, UserAdmin
from agencies.admin.agencies import AgencyAdmin
from agencies.admin.regions import RegionAdmin

__all__ = ["AgencyAdmin", "EmergencyGrantAdmin", "MembershipAdmin", "RegionAdmin", "SharesAdmin", "UserAdmin"]
