"""The demonstration: Hangzhou with its published list, two districts with plans of their own, one account per role.

Real are the regions and the city's list with the departments it names. What is marked 示例 is made up: the plans of the
districts, the duties and the accounts.
"""

from oversight.demo.accounts import PASSWORD, account_table
from oversight.demo.load import load

__all__ = ["PASSWORD", "account_table", "load"]
