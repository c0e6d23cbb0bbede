"""Everything that brings text in."""
