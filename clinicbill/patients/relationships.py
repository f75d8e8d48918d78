"""How a patient stands to the subscriber, and why Medicare is not primary: code lists in our own words."""

from __future__ import annotations

# 005010X222A1, SBR02 (18 only there) and PAT01; NUCC 1500 manual, item 6 prints Self, Spouse, Child, Other.
RELATIONSHIPS: dict[str, str] = {
    "18": "Self",
    "01": "Spouse",
    "19": "Child",
    "20": "Employee",
    "21": "Unknown",
    "39": "Organ donor",
    "40": "Cadaver donor",
    "53": "Life partner",
    "G8": "Other",
}

# 005010X222A1, SBR05: used only where Medicare is not the primary payer.
INSURANCE_TYPES: dict[str, str] = {
    "12": "Working aged",
    "13": "End-stage renal disease",
    "14": "No-fault or auto",
    "15": "Workers’ compensation",
    "16": "Other federal agency",
    "41": "Black lung",
    "42": "Veterans Affairs",
    "43": "Disabled under 65",
    "47": "Liability",
}
