"""The REST interface of ODK Central, and ours in the same style beside it."""
