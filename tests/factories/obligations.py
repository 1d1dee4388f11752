"""Obligations and supervision orders."""

__all__: list[str] = []
