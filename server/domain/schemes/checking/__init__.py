"""Everything that is wrong with a scheme before it is published, at its cells."""
