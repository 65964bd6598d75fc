"""The kinds of scoring rules, one file each: values and parameters in, points and steps out."""
