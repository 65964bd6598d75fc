"""A scheme workbook becomes a scheme: its rows typed, compiled, kept, compared, explained."""
