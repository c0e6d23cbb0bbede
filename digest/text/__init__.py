"""Strings in, strings and spans out."""
