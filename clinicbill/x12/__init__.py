"""Electronic files (837P, 835), pure text in and records out; knows no database."""
