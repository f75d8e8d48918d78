"""Remittances: what a payer said it paid and why, proved and matched."""
