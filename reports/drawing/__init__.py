"""A bulletin as a page, a Word file and a PDF show it alike."""
