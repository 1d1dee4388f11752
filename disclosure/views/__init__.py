"""The staff's pages in `publications` and `steps`, the public's in `public`, `lists` and `reader`."""
