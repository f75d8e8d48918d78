"""Item 24: the service lines, each with its shaded and its unshaded half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinicbill.claims.claim import OtherId
from clinicbill.cms1500.boxes_condition import letter
from clinicbill.cms1500.characters import folded, id_text
from clinicbill.cms1500.formats import BETWEEN, money, six_digits

if TYPE_CHECKING:
    from clinicbill.claims.claim import Claim, RenderingProvider, ServiceLine
    from clinicbill.claims.profile import PayerProfile
    from clinicbill.cms1500.formats import Parts

TAXONOMY = "ZZ"


def box_24_shaded(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """NDC (N4, number, unit, quantity) and narrative (ZZ) over A to G (NUCC item 24; CPM 26 item 24).

    N4 and eleven digits fill positions 1 to 13, three blanks follow, unit and quantity begin in position 17.
    837P 2410 LIN03, CTP04, CTP05; 2400 SV101-7.
    """
    pieces = []
    if line.ndc:
        pieces.append(f"N4{id_text(line.ndc)}{BETWEEN}{line.ndc_unit}{folded(line.ndc_quantity)}")
    if line.narrative and profile.narrative == "shaded":
        pieces.append(f"ZZ{folded(line.narrative)}")
    return {"supplemental_AtoG": BETWEEN.join(pieces)}


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
    """EPSDT referral in the shaded half, Y for family planning below (NUCC item 24H); 837P SV111, SV112, CRC*ZZ."""
    return {"H_shaded_epsdt": line.epsdt, "H_family_plan": "Y" if line.family_planning else ""}


def shown_id(rendering: RenderingProvider, profile: PayerProfile) -> OtherId | None:
    """The id of the shaded 24I and 24J: the taxonomy where the payer wants it, else what the payer gave."""
    if profile.rendering_taxonomy and rendering.taxonomy:
        return OtherId(qualifier=TAXONOMY, number=rendering.taxonomy)
    return rendering.other_id if profile.other_ids else None


def box_24i(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """What kind of id stands in 24J shaded: ZZ a taxonomy, 0B, 1G, G2, LU (NUCC item 24I); 837P PRV02 or REF01."""
    shown = shown_id(line.rendering, profile)
    return {"I_qualifier": shown.qualifier} if shown else {}


def box_24j(line: ServiceLine, claim: Claim, profile: PayerProfile) -> Parts:
    """Rendering provider's NPI, above it the id that 24I names (NUCC, CPM 26 item 24J); 2310B or 2420A NM109, REF."""
    rendering = line.rendering
    alone = profile.rendering_npi == "when_different" and rendering.npi == claim.billing.npi
    shown = shown_id(rendering, profile)
    return {
        "J_npi": "" if alone else id_text(rendering.npi),
        "J_shaded_id": id_text(shown.number) if shown else "",
    }


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
