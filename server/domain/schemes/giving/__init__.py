"""Points by hand: whose a row is, the sheet of a level, and what was filled in."""
