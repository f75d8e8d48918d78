"""Code sets, always as of a date."""
