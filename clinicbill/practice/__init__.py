"""The practice itself: its identity, providers, facilities, payers, procedures, fees, users."""
