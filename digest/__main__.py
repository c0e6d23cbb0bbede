"""`python -m digest`."""

from digest.cli import script

script()
