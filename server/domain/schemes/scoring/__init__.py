"""One subject by one scheme: rows, groups, total, vetoes and grades, with every step."""
