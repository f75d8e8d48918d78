"""`clinicbill era check`: read and prove 835 files; needs no practice and posts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicbill.basics.dates import slashed
from clinicbill.basics.errors import UnreadableFile
from clinicbill.basics.words import counted
from clinicbill.cli.output import print_json
from clinicbill.remits.balance import ClaimSums, Proof, prove
from clinicbill.remits.remittance import PROVIDER_ADJUSTMENT_NAMES, ClaimPayment, Remittance
from clinicbill.x12.remit_835 import RemittanceReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clinicbill.basics.money import Money

_BALANCED, _STOPPED, _CANNOT = 0, 1, 2
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """What one file says: its payments (without their claims) with their proofs, or why it cannot be read."""

    file: str
    error: str | None = None
    envelope: tuple[str, ...] = ()
    payments: tuple[tuple[Remittance, Proof], ...] = ()

    @property
    def stops(self) -> bool:
        """Whether posting would stop here."""
        return self.error is not None or not all(proof.postable for _, proof in self.payments)


@click.command("check")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], *, as_json: bool) -> None:
    """Prove remittance files (835): do payment, claims and lines add up?

    Needs no practice and posts nothing. Exit code 1 if any payment does not balance, has an amount that cannot be
    read or is cut off, 2 if no file can be read.
    """
    ctx.exit(era_check_command(paths, as_json=as_json))


def era_check_command(paths: Sequence[str], *, as_json: bool) -> int:
    """Check the files, print what was found, and give the exit code."""
    checked = [check_file(path) for path in paths]
    none_read = all(one.error is not None for one in checked)
    if as_json:
        print_json([file_row(one) for one in checked])
    if none_read or not as_json:
        click.echo("\n".join(file_text(one) for one in checked), err=none_read)
    if none_read:
        return _CANNOT
    return _STOPPED if any(one.stops for one in checked) else _BALANCED


def check_file(file: str) -> CheckedFile:
    """Read and prove one file claim by claim, so that its size does not matter."""
    try:
        with Path(file).open("rb") as stream:
            reader = RemittanceReader(stream)
            payments = tuple(proved(reader))
    except UnreadableFile as error:
        return CheckedFile(file=file, error=str(error))
    except (OSError, ValueError) as error:
        return CheckedFile(file=file, error=_why_not_opened(file, error))
    return CheckedFile(file=file, envelope=tuple(reader.envelope), payments=payments)


def proved(reader: RemittanceReader) -> Iterator[tuple[Remittance, Proof]]:
    """Each payment with its proof; the claims are added up and let go."""
    sums = ClaimSums()
    for part in reader:
        if isinstance(part, ClaimPayment):
            sums.add(part)
        else:
            yield part, prove(part, sums)
            sums = ClaimSums()


def file_row(checked: CheckedFile) -> dict[str, Any]:
    """One file as JSON; amounts that cannot be read are told beside the envelope, since they stop the proof."""
    unread = [sentence for remittance, _ in checked.payments for sentence in remittance.unread]
    return {
        "file": checked.file,
        "error": checked.error,
        "envelope": [*checked.envelope, *unread],
        "transactions": [transaction_row(remittance, proof) for remittance, proof in checked.payments],
    }


def transaction_row(remittance: Remittance, proof: Proof) -> dict[str, Any]:
    """One payment as JSON; only differences that are not zero are listed.

    An amount that cannot be read (BPR02, CLP03, CLP04, CAS, SVC02, SVC03, PLB) counts as nothing in `paid_cents` and in
    every difference; then `balanced` is false whatever they say, and `reason` names the amount. `reason` is null where
    the differences tell everything, and one sentence also where the file breaks off before the payment's end.
    """
    return {
        "payer": remittance.payer_name,
        "trace": remittance.trace_number,
        "method": remittance.method,
        "paid_cents": proof.paid.cents,
        "claims": proof.claims,
        "lines": proof.lines,
        "balanced": proof.balanced,
        "reason": proof.reason or None,
        "bpr_difference_cents": proof.payment_difference.cents,
        "claim_differences": [
            {"claim": one.claim, "cents": one.amount.cents} for one in proof.claim_differences
        ],
        "line_differences": [
            {"claim": one.claim, "line": one.line, "cents": one.amount.cents}
            for one in proof.line_differences
        ],
        "charge_differences": [
            {"claim": one.claim, "cents": one.amount.cents} for one in proof.charge_differences
        ],
    }


def file_text(checked: CheckedFile) -> str:
    """One file for people."""
    if checked.error is not None:
        named = checked.error.startswith(checked.file)
        return checked.error if named else f"{checked.file}: {checked.error}"
    lines = [checked.file]
    for remittance, proof in checked.payments:
        lines += [f"  {line}" for line in payment_lines(remittance, proof)]
    return "\n".join([*lines, *(f"  Envelope: {sentence}" for sentence in checked.envelope)])


def payment_lines(remittance: Remittance, proof: Proof) -> list[str]:
    """One payment for people: who, how, how much, the equation, what is off and where."""
    method = f"{remittance.method} " if remittance.method else ""
    head = [
        remittance.payer_name or "Payer not named",
        f"Check/EFT no. {method}{remittance.trace_number or 'missing'}",
        slashed(remittance.paid_on) or "no date",
        f"{counted(proof.claims, 'claim')}, {counted(proof.lines, 'line')}",
    ]
    return [
        " · ".join([*head, *(["test file"] if remittance.usage == "T" else [])]),
        f"  {_verdict(proof)}: {equation(proof)}",
        *(f"    {line}" for line in _cut(difference_lines(proof))),
        *(f"  Cannot be read: {sentence}" for sentence in _cut(proof.unread)),
        *(f"  Note: {sentence}" for sentence in _cut(remittance.notes)),
    ]


def equation(proof: Proof) -> str:
    """Claims paid, less what the payer keeps for other reasons, and the payment beside it."""
    terms = [f"{proof.claims_paid} claims paid"]
    for reason, amount in proof.provider_adjustments:
        sign = "+" if amount.cents < 0 else "−"
        name = PROVIDER_ADJUSTMENT_NAMES.get(reason, "payer takeback / interest")
        terms.append(f"{sign} {abs(amount)} {name} (PLB {reason})")
    if not proof.payment_difference:
        return f"{' '.join(terms)} = {proof.paid} check/EFT"
    expected = proof.paid - proof.payment_difference
    return (
        f"{' '.join(terms)} = {expected}, but the check/EFT is {proof.paid}: {_off(proof.payment_difference)}"
    )


def difference_lines(proof: Proof) -> list[str]:
    """Where claims and lines are off, and by how much."""
    claims = [
        f"Claim {one.claim}: charge − paid − adjustments leaves {one.amount}"
        for one in proof.claim_differences
    ]
    lines = [
        f"Claim {one.claim}, line {one.line}: charge − paid − adjustments leaves {one.amount}"
        for one in proof.line_differences
    ]
    charges = [
        f"Claim {one.claim}: charge − line charges leaves {one.amount}" for one in proof.charge_differences
    ]
    return claims + lines + charges


def _verdict(proof: Proof) -> str:
    if not proof.complete:
        return "Cut off before the end of this payment, cannot be posted"
    if proof.unread:
        return "Cannot be proved, what cannot be read counts as nothing"
    return "Balanced" if proof.balanced else f"Out of balance by {proof.out_by}"


def _off(difference: Money) -> str:
    return f"{abs(difference)} {'more' if difference.cents > 0 else 'less'}"


def _cut(sentences: Sequence[str]) -> list[str]:
    left = len(sentences) - _MOST_LISTED
    return [*sentences[:_MOST_LISTED], *([f"and {left:,} more"] if left > 0 else [])]


def _why_not_opened(file: str, error: OSError | ValueError) -> str:
    """The sentence for a file the computer does not give us."""
    match error:
        case _ if not file:
            return "A file without a name cannot be read; nothing was changed: check what was typed."
        case FileNotFoundError():
            why = "does not exist; check the name"
        case PermissionError() if not Path(file).is_dir():
            why = "may not be read by this user; ask whoever owns it, or copy it to your own folder"
        case IsADirectoryError() | PermissionError():
            why = "is a folder; name the files in it"
        case OSError(strerror=str(reason)):
            why = f"cannot be read ({reason}); copy it to this computer and try again"
        case _:
            why = "is no name of a file"
    return f"{file} {why}; nothing was changed."
