"""The whole suite is run by `make faults`; pytest runs the quick part of it."""

collect_ignore = ["full", "atheris_feed.py"]
