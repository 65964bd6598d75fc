"""The Concord server: surveys, site checks and scores of labour relations."""
