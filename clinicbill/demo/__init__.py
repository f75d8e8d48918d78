"""Two wholly invented practices, seeded."""
