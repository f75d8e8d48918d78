"""Visits: diagnoses, service lines, prices."""
