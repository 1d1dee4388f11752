"""`make bench`: what a page costs, measured on a database of its own."""
