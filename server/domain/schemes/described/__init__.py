"""What a scheme says of itself: its settings, columns, what is observed, where it applies."""
