"""The kinds of decisions, one file each: groups, vetoes, grades, quotas and targets."""
