"""Codes: every code the office meets, with its notes and its neighbours."""
