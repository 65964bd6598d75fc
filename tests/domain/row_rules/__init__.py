"""Rules that any row may carry beside its kind."""
