"""The list of all checks as a document: `python -m clinicbill.claims.checks.listing > docs/checks.md`."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from clinicbill.basics.dates import slashed
from clinicbill.basics.findings import Severity
from clinicbill.claims.checks.rules import read_on, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicbill.claims.checks.rules import Rule

SEVERITY_WORDS = {
    Severity.MUST_FIX: "must fix",
    Severity.WARNING: "warning",
    Severity.INFO: "for your information",
}

_HEAD = """# Checks of a claim

Every claim is checked before it is sent, and again whenever somebody looks at it. Each finding names its rule, the
place on the form or in the file, why it matters, where the rule is published, and what mends it.

- **must fix** stops the claim, **warning** asks for a look, **for your information** only tells.
- Evidence: *published* stands in the source named, read there or on a page that restates it; *house* is our own
  arithmetic or agreement; *trade* is what billers know, not read at its source. What is trade never stops a claim.
- The rules are data in `resources/rules/claim_checks.toml`, with the payers, cases, ways of sending and days they hold
  for; the functions that look for them are in `clinicbill/claims/checks/`. A rule that stands twice weighs differently
  for different payers or ways of sending; the first row that fits counts.
- The edits over the codes of a day, from “Diagnoses of a day” on, are data in `resources/rules/coding_edits.toml` and
  functions in `clinicbill/coding/edits/`. They speak while a visit is typed and again over its claim. *With a reason*
  marks what must be fixed but may be set aside for a visit with a reason, which is kept; a warning always may be.

Sources were last read on {read_on}.
"""

_FOOT = """
## Form and file

Whoever draws the form or writes the file looks once more at what is really going to stand there.

| rule | what | weight | why | source |
|---|---|---|---|---|
| P10 | Text longer than its box on paper | must fix | The form is read by machine: a character outside its box is lost. | NUCC 1500 manual (02/12 form), field lengths, measured on the form |
| P11 | Letter the form cannot take | must fix | Only plain letters, digits and a few signs are read. | NUCC 1500 manual (02/12 form) |
| P12 | Name or street in a shorter way | for your information | The box is narrower than the name. | USPS Publication 28, appendices B, C and G; for people docs/decisions |
| P13 | No such place on the form | must fix | A fifth modifier has no box. | NUCC 1500 manual (02/12 form), items 21 and 24 |
| P14 | Negative amount on paper | must fix | The form carries no sign. | NUCC 1500 manual (02/12 form), items 24F, 28 and 29 |
| P15 | Diagnosis on no form | warning | No line points at it, and a form lists twelve. | NUCC 1500 manual (02/12 form), item 21 |
| E10 | Sign the file cannot carry | must fix | The characters that separate elements cannot stand in them. | 005010X222A1, delimiters and appendix B |
| E11 | Text longer than its element | must fix | A file with such an element is refused whole. | 005010X222A1, element lengths |

## What cannot go wrong here

Some rules of the form need no check, because the program never lets it happen: the total of a form is the sum of its
lines, all six-digit dates are printed the same way, the qualifiers of items 14 and 15 come from the payer's profile
together with their date, and diagnosis codes lose their dot only on paper and in the file. Tests of the form and the
file prove it.
"""


def as_markdown() -> str:
    """The whole of docs/checks.md."""
    parts = [_HEAD.format(read_on=slashed(read_on()))]
    every = [rule for rows in rules().values() for rule in rows]
    for topic, found in groupby(every, key=lambda rule: rule.topic):
        parts.append(
            f"\n## {topic}\n\n| rule | what | weight | holds for | why | source |\n|---|---|---|---|---|---|\n"
        )
        parts.extend(_row(rule) for rule in found)
    return "".join(parts) + _FOOT


def _row(rule: Rule) -> str:
    reason = ", or with a reason" if rule.severity is Severity.MUST_FIX and rule.may_be_set_aside else ""
    weight = f"{SEVERITY_WORDS[rule.severity]}{reason} ({rule.evidence})"
    cells = (rule.id, rule.title, weight, ", ".join(_scope(rule)) or "all", rule.why, rule.source)
    return "| " + " | ".join(cells) + " |\n"


def _scope(rule: Rule) -> Iterator[str]:
    if rule.filing_codes:
        yield "claim filing code " + ", ".join(rule.filing_codes)
    if rule.unless_filing_codes:
        yield "not " + ", ".join(rule.unless_filing_codes)
    if rule.macs:
        yield "Medicare contractor " + ", ".join(rule.macs)
    if rule.case_kinds:
        yield "cases: " + ", ".join(kind.replace("_", " ") for kind in rule.case_kinds)
    if rule.delivery:
        yield rule.delivery
    if rule.from_on:
        yield f"from {slashed(rule.from_on)}"
    if rule.to_on:
        yield f"until {slashed(rule.to_on)}"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
