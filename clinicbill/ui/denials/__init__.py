"""Denials: lines a payer denied, and what can be done about each."""
