"""Patients, insurance, cases, authorizations."""
