"""The part of obligations in the access table."""
