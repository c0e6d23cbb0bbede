"""Articles in, stories out: which tell of one event, why, and which only repeat another."""
