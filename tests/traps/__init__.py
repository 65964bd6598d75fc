"""The traps that servers for Collect fall into: switched on one by one, and days that notice."""
