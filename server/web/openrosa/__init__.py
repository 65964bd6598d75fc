"""The OpenRosa interface that ODK Collect and Enketo call."""
