"""The part of disclosure in the access table."""
