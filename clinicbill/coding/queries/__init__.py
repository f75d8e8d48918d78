"""Queries to the provider: what is asked about a note, how it may be asked, and what came back."""
