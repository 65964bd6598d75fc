"""Inputs that somebody typed or put into a file, to try a scheme without a database."""
