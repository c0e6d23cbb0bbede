"""The news digest that can be checked."""
