"""The part of notices in the access table."""
