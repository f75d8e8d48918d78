"""Coding: a visit's note beside its codes, what is missing while one types, and the claim at the end."""
