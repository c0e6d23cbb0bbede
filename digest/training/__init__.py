"""What makes the shipped tables from freely licensed text: `python -m digest.training`; never imported at run time."""
