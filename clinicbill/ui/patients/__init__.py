"""Patients: find one, see the account, keep person, insurance, cases, authorizations, notes."""
