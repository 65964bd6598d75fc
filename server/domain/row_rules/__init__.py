"""Rules that any row may carry beside its kind, one file each: not applicable, file, star."""
