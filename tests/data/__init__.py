"""Files for tests, and what makes them."""
