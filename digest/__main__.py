"""`python -m digest`."""

import sys

from digest.cli import script

sys.exit(script())
