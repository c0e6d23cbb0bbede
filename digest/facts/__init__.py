"""Sentences in, facts out: who, when and what comes next."""
