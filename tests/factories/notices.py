"""Notices, receipts and messages."""

__all__: list[str] = []
