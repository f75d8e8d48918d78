"""The complete frozen Claim: everything a payer is told, built once, from which paper and file are pure functions.

Words follow X12 005010X222A1 first, then the NUCC 1500 manual. Diagnosis codes keep their dot, procedure codes and
identifiers stand as keyed and cleaned; `cms1500/` and `x12/` format for themselves. A Claim is stored as JSON with
each sending (`content.py`), so what was said never changes when the patient's address does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clinicbill.basics.money import Money
from clinicbill.basics.people import Address, PersonName
from clinicbill.claims.profile import PayerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherId:
    """A number that is no NPI, and who gave it: 0B a state licence, 1G a UPIN, G2 this payer, LU a place, ZZ a taxonomy.

    Source: NUCC items 17a, 24I, 32b, 33b; 005010X222A1 REF01 of 2310A–D, 2010BB and 2420.
    """

    qualifier: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingProvider:
    """Who bills and is paid (2010AA, item 33; tax id item 25).

    Attributes:
        organization: the name of a group; empty where a person bills under the own name.
        person: the person who bills where there is no organization.
        tax_id: nine digits; `tax_id_kind` is the REF01 qualifier, EI for an EIN and SY for an SSN.
        pay_to: where payments go when not to `address` (2010AB); the place for a PO box.
        other_id: what the payer calls us (2010BB REF, item 33b).
    """

    organization: str
    person: PersonName = PersonName()
    npi: str
    tax_id: str
    tax_id_kind: str
    taxonomy: str
    address: Address
    phone: str
    contact_name: str = ""
    pay_to: Address = Address()
    other_id: OtherId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderingProvider:
    """Who performed a service (2310B / 2420A, item 24J; signs item 31).

    Attributes:
        license_number: of the state, which some auto insurers want beside the signature.
        other_id: what the payer calls this person (2310B REF, shaded 24I and 24J).
    """

    name: PersonName
    credential: str = ""
    npi: str
    taxonomy: str = ""
    signature_on_file_on: date | None = None
    license_number: str = ""
    other_id: OtherId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferringProvider:
    """Who referred, ordered or supervised (item 17, 2310A / 2420E / 2310D); qualifier DN, DK or DQ.

    `other_id` stands in item 17a and REF of the same loop.
    """

    name: PersonName
    credential: str = ""
    npi: str
    qualifier: str = "DN"
    other_id: OtherId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacility:
    """Where the services were performed (2310C, item 32); `other_id` stands in item 32b."""

    name: str
    npi: str = ""
    address: Address
    other_id: OtherId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPayer:
    """A payer as it was known when the claim was made (2010BB / 2330B, carrier block).

    Attributes:
        payer_id: our row, for linking only.
        payer_number: NM109 with PI.
        claim_filing_code: SBR09.
        profile: which payer profile of resources/rules applies.
        supplements_medicare: a Medigap policy, which items 9 and 13 of a Medicare claim name.
    """

    payer_id: int
    name: str
    payer_number: str
    claim_filing_code: str
    profile: str
    address: Address = Address()
    phone: str = ""
    filing_limit_days: int | None = None
    supplements_medicare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """The insured (2010BA / 2330A, items 1a, 4, 7, 11a). `organization` is the employer in workers' compensation."""

    name: PersonName = PersonName()
    organization: str = ""
    member_id: str
    birth_on: date | None = None
    sex: str = "U"
    address: Address = Address()
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCoverage:
    """One insurance of the patient on the date of service.

    Attributes:
        responsibility: P, S or T (SBR01).
        relationship: patient to subscriber (SBR02 / PAT01): 18 self, 01 spouse, 19 child, G8 other …
        insurance_type_code: SBR05, only when Medicare is not primary.
        benefits_assigned: item 13 and CLM08.
        benefits_signed_on: when the signature on file was given; None means there is none.
    """

    coverage_id: int
    payer: ClaimPayer
    responsibility: str
    relationship: str
    subscriber: Subscriber
    group_number: str = ""
    plan_name: str = ""
    insurance_type_code: str = ""
    accepts_assignment: bool = True
    benefits_assigned: bool = True
    benefits_signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPatient:
    """The patient (2010BA or 2010CA, items 2, 3, 5, 12)."""

    patient_id: int
    chart_number: str
    name: PersonName
    birth_on: date
    sex: str
    address: Address
    phone: str = ""
    signature_on_file_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCase:
    """The case the services belong to, rendered per payer into items 10, 11b, 14–16, 18 and DTP / CLM11 / REF*Y4.

    Attributes:
        kind: health, workers_comp, auto or cash.
        claim_number: the property and casualty claim number (REF*Y4, item 11b).
        last_menstrual_on: item 14 with 484. The other dates stand in item 15: last_seen_on 304,
            acute_manifestation_on 453, last_xray_on 455, prescription_on 471, assumed_care_on 090,
            relinquished_care_on 091, first_contact_on 444; each is the DTP of the same number in loop 2300.
    """

    case_id: int
    kind: str
    onset_on: date | None = None
    accident_on: date | None = None
    accident_state: str = ""
    other_accident: bool = False
    initial_treatment_on: date | None = None
    unable_from_on: date | None = None
    unable_to_on: date | None = None
    hospital_from_on: date | None = None
    hospital_to_on: date | None = None
    claim_number: str = ""
    employer: str = ""
    last_menstrual_on: date | None = None
    last_seen_on: date | None = None
    acute_manifestation_on: date | None = None
    last_xray_on: date | None = None
    prescription_on: date | None = None
    assumed_care_on: date | None = None
    relinquished_care_on: date | None = None
    first_contact_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One CAS triplet: group (CO, PR, OA, PI), reason number, amount. The paid amount falls by it."""

    group: str
    reason: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAdjudication:
    """What another payer decided on this line (2430 SVD, CAS, DTP*573)."""

    payer_number: str
    paid: Money
    paid_on: date | None
    procedure_code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPayer:
    """Another insurance on the claim (2320 / 2330), with its adjudication where it decided already."""

    coverage: ClaimCoverage
    adjudicated: bool = False
    paid: Money = Money(0)
    paid_on: date | None = None
    payer_control_number: str = ""
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """One service line (2400, item 24).

    Attributes:
        service_line_id: our row; a line may stand on several claims over time.
        line_control_number: REF*6R, which the payer returns in the 835.
        pointers: positions of diagnoses, 1–12, the first is the main one.
        charge: for all units together.
        minutes: treatment time of timed services, None where it does not apply.
        ndc: eleven digits without hyphens; `ndc_unit` UN, ML, GR, ME or F2; `ndc_quantity` as keyed.
        epsdt: the referral of a child's screening: AV, S2, ST, NU, or empty (item 24H shaded, SV111, CRC*ZZ).
        family_planning: item 24H unshaded, SV112.
        purchased: what was paid to another provider for this service (item 20, PS1); None where it is our own.
    """

    service_line_id: int
    encounter_id: int
    line_control_number: str
    from_on: date
    to_on: date
    pos: str
    procedure_code: str
    modifiers: tuple[str, ...]
    pointers: tuple[int, ...]
    units: int
    charge: Money
    rendering: RenderingProvider
    minutes: int | None = None
    ndc: str = ""
    ndc_unit: str = ""
    ndc_quantity: str = ""
    narrative: str = ""
    emergency: bool = False
    epsdt: str = ""
    family_planning: bool = False
    purchased: Money | None = None
    adjudications: tuple[LineAdjudication, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Everything one payer is told about one or more visits.

    Attributes:
        claim_id: our row.
        patient_control_number: item 26 and CLM01; at most 14 of A–Z and 0–9, made once, never reused.
        frequency: CLM05-3 and item 22: 1 original, 7 replacement, 8 void.
        original_reference: the payer's claim number for 7 and 8 (REF*F8, item 22).
        coverage: the insurance this claim goes to; `others` are the patient's other ones, in order.
        diagnoses: ICD-10-CM codes with their dot, in the order of the letters A–L.
        amount_paid: what the patient paid toward these services (AMT*F5, item 29).
        authorization_number: REF*G1; `referral_number`: REF*9F. Item 23 has room for one.
        condition_codes: two characters each, such as W3 (item 10d, HI*BG).
        additional_information: item 19 and NTE*ADD.
        profile: how this payer wants its claims, as it was resolved when the claim was made, without its notes.
        explained_on: of a claim that corrects another: the day of the newest remittance that answered that one.
        code_set: which release the diagnoses were checked against, such as "4/2026".
        created_on: the day it was made (item 31 date).
    """

    claim_id: int
    patient_control_number: str
    frequency: str
    original_reference: str = ""
    billing: BillingProvider
    referring: ReferringProvider | None = None
    facility: ServiceFacility | None = None
    patient: ClaimPatient
    coverage: ClaimCoverage
    others: tuple[OtherPayer, ...] = ()
    case: ClaimCase
    diagnoses: tuple[str, ...]
    lines: tuple[ServiceLine, ...]
    amount_paid: Money = Money(0)
    authorization_number: str = ""
    referral_number: str = ""
    condition_codes: tuple[str, ...] = ()
    additional_information: str = ""
    profile: PayerProfile | None = None
    code_set: str = ""
    explained_on: date | None = None
    created_on: date

    @property
    def total(self) -> Money:
        """CLM02 and item 28: the sum of the line charges."""
        return Money.total(line.charge for line in self.lines)

    @property
    def first_service_on(self) -> date:
        """The earliest date of service; the filing limit and the age of the balance run from it."""
        return min(line.from_on for line in self.lines)

    @property
    def patient_is_subscriber(self) -> bool:
        """Whether the patient is the insured (SBR02 = 18, item 6 Self)."""
        return self.coverage.relationship == "18"

    @property
    def pos(self) -> str:
        """CLM05-1: the place of service of the first line."""
        return self.lines[0].pos
