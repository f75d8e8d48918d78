"""A/R: who owes what, for how long, and what is behind every number."""
