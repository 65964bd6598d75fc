"""One file a change, named by day."""
