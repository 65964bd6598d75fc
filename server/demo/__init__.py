"""The demonstration: a county that nobody lives in, with its register and its year."""
