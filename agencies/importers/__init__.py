"""Tables of regions, agencies and accounts: what their columns mean, and which service takes a row in."""

from agencies.importers.accounts import AccountTable
from agencies.importers.agencies import AgencyTable
from agencies.importers.regions import RegionTable

__all__ = ["AccountTable", "AgencyTable", "RegionTable"]
