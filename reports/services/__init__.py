"""Bulletins: what they tell, in which words, and who signs them."""
