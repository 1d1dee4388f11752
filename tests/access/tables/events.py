"""The part of events in the access table."""
