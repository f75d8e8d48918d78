"""Diagnoses: the search as one types, the codes used before, the list A to L."""
