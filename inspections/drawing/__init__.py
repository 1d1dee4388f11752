"""A report that was handed in as a PDF."""

from inspections.drawing.report import as_pdf

__all__ = ["as_pdf"]
