"""Item 24: the service lines, each with its shaded and its unshaded half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.cms1500.boxes_condition import letter
from clinicbill.cms1500.characters import folded, id_text
from clinicbill.cms1500.formats import money, six_digits

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, ServiceLine
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.formats import Parts

# Three blanks part the pieces of the shaded half.
_BETWEEN = "   "
TAXONOMY = "ZZ"


def box_24_shaded(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """NDC (N4, number, unit, quantity) and narrative (ZZ) over A to G (NUCC item 24; CPM 26 item 24).

    837P 2410 LIN03, CTP04, CTP05; 2400 SV101-7.
    """
    pieces = []
    if line.ndc:
        pieces.append(f"N4{id_text(line.ndc)}{_BETWEEN}{line.ndc_unit}{folded(line.ndc_quantity)}")
    if line.narrative and profile.narrative == "shaded":
        pieces.append(f"ZZ{folded(line.narrative)}")
    return {"supplemental_AtoG": _BETWEEN.join(pieces)}


def box_24a(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """First and last day in six digits; one day stands in both (NUCC, CPM 26 item 24A); 837P 2400 DTP*472."""
    return six_digits(line.from_on, prefix="A_from_") | six_digits(line.to_on, prefix="A_to_")


def box_24b(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Place of service (NUCC, CPM 26 item 24B); 837P 2300 CLM05-1 or 2400 SV105."""
    return {"B_pos": folded(line.pos)}


def box_24c(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Y for an emergency (NUCC item 24C); 837P 2400 SV109."""
    return {"C_emg": "Y" if line.emergency else ""}


def box_24d(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Procedure and up to four modifiers (NUCC, CPM 26 item 24D); 837P 2400 SV101-2 to SV101-6."""
    parts = {f"D_mod{n}": folded(modifier) for n, modifier in enumerate(line.modifiers, 1)}
    return {"D_cpt": id_text(line.procedure_code)} | parts


def box_24e(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Letters of item 21, the main one first (NUCC item 24E); one only for Medicare (CPM 26 item 24E); SV107."""
    return {"E_pointer": "".join(letter(pointer) for pointer in line.pointers[: profile.pointers])}


def box_24f(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Charge for all units, cents right of the rule (NUCC, CPM 26 item 24F); 837P 2400 SV102."""
    return {f"F_{name}": text for name, text in money(line.charge).items()}


def box_24g(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Units without leading zeros (NUCC, CPM 26 item 24G); 837P 2400 SV104."""
    return {"G_units": str(line.units)}


def box_24h(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """EPSDT and family planning: blank, since these offices bill neither (NUCC item 24H); 837P SV111, SV112."""
    return {}


def box_24i(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """ZZ where the payer wants the rendering provider's taxonomy (NUCC item 24I); 837P 2310B or 2420A PRV02."""
    wanted = profile.rendering_taxonomy and line.rendering.taxonomy
    return {"I_qualifier": TAXONOMY} if wanted else {}


def box_24j(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Rendering provider's NPI; taxonomy in the shaded half (NUCC, CPM 26 item 24J); 2310B or 2420A NM109."""
    rendering = line.rendering
    alone = profile.rendering_npi == "when_different" and rendering.npi == claim.billing.npi
    parts = {"J_npi": "" if alone else id_text(rendering.npi)}
    return parts | ({"J_shaded_id": id_text(rendering.taxonomy)} if profile.rendering_taxonomy else {})


LINE_BOXES = (
    box_24_shaded,
    box_24a,
    box_24b,
    box_24c,
    box_24d,
    box_24e,
    box_24f,
    box_24g,
    box_24h,
    box_24i,
    box_24j,
)
