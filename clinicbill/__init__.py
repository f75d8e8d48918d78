"""clinicbill: coding, claims and ledger for a small US chiropractic or orthopaedic office."""

__version__ = "0.1.0"
