"""The words everything uses: money, dates, people, identifiers, findings, errors. Imports nothing of ours."""
