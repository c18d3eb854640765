"""Inputs made to break the readers: specimens of each format, ways to spoil them, and trials under a limit of time."""
