"""The schema, as numbered migrations that are never edited once released.

Tables are the field's words, singular; columns end `_id`, `_cents`, `_on` (local date) or `_at` (UTC moment).
Migrations only make and change tables. Guards, history triggers and views are installed anew in the same
transaction, so that a table rebuilt by a migration can never lose them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from clinicbill.db import coding_tables, guards, history, views
from clinicbill.db.columns import ADDRESS, KEPT, date_column

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = Migrations("clinicbill")

_PRACTICE = (
    "create table meta (key text primary key, value text not null) strict",
    f"""create table user (
        id integer primary key, name text not null collate nocase unique check (name <> ''),
        role text not null check (role in ('front_desk', 'biller', 'owner')),
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    f"""create table practice (
        id integer primary key check (id = 1), name text not null, kind text not null default 'chiro',
        tax_id text not null default '', tax_id_kind text not null default 'EI' check (tax_id_kind in ('EI', 'SY')),
        npi text not null default '', taxonomy text not null default '', phone text not null default '',
        contact_name text not null default '', {ADDRESS},
        pay_to_street text not null default '', pay_to_street2 text not null default '',
        pay_to_city text not null default '', pay_to_state text not null default '', pay_to_zip text not null default '',
        time_zone text not null default 'America/New_York',
        submitter_id text not null default '', receiver_name text not null default '', receiver_id text not null default '',
        {KEPT}) strict""",
    f"""create table provider (
        id integer primary key, kind text not null check (kind in ('rendering', 'referring')),
        last_name text not null, first_name text not null default '', middle_name text not null default '',
        suffix text not null default '', credential text not null default '', npi text not null default '',
        taxonomy text not null default '', license_number text not null default '',
        other_id_qualifier text not null default '', other_id text not null default '', {date_column("signature_on_file_on")},
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    f"""create table facility (
        id integer primary key, name text not null, npi text not null default '', pos text not null default '11',
        other_id_qualifier text not null default '', other_id text not null default '', {ADDRESS}, active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    f"""create table payer (
        id integer primary key, name text not null, payer_number text not null default '',
        claim_filing_code text not null default 'CI', profile text not null default 'commercial', {ADDRESS},
        phone text not null default '', billing_id_qualifier text not null default '',
        billing_id text not null default '', filing_limit_days integer check (filing_limit_days > 0),
        delivery text not null default 'electronic' check (delivery in ('electronic', 'paper')),
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    # What a payer calls one of our people: shaded 24I and 24J.
    f"""create table provider_number (
        id integer primary key, provider_id integer not null references provider(id),
        payer_id integer not null references payer(id), qualifier text not null, number text not null check (number <> ''),
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    "create unique index provider_number_once on provider_number (provider_id, payer_id) where active",
    # The office's own rules for a payer: what differs from the profile it extends, as JSON.
    f"""create table payer_profile (
        id integer primary key, key text not null, name text not null check (name <> ''), extends text not null,
        {date_column("from_on", null=False)}, {date_column("to_on")}, settings text not null check (json_valid(settings)),
        source text not null default '', active integer not null default 1 check (active in (0, 1)), {KEPT},
        check (to_on is null or to_on >= from_on)) strict""",
    "create unique index payer_profile_once on payer_profile (key, from_on) where active",
    f"""create table procedure (
        id integer primary key, code text not null unique, name text not null,
        modifiers text not null default '', timed integer not null default 0 check (timed in (0, 1)),
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    f"""create table fee (
        id integer primary key, procedure_id integer not null references procedure(id),
        payer_id integer references payer(id), modifier text not null default '', {date_column("from_on", null=False)},
        charge_cents integer not null check (charge_cents >= 0), {KEPT}) strict""",
    "create unique index fee_once on fee (procedure_id, coalesce(payer_id, 0), modifier, from_on)",
)

_PATIENTS = (
    f"""create table guarantor (
        id integer primary key, last_name text not null, first_name text not null default '',
        middle_name text not null default '', suffix text not null default '', {ADDRESS},
        phone text not null default '', {KEPT}) strict""",
    f"""create table patient (
        id integer primary key, chart_number text not null unique,
        last_name text not null check (last_name <> ''), first_name text not null default '',
        middle_name text not null default '', suffix text not null default '',
        {date_column("birth_on", null=False)}, sex text not null check (sex in ('F', 'M', 'U')), {ADDRESS},
        phone text not null default '', phone2 text not null default '', email text not null default '',
        guarantor_id integer references guarantor(id), {date_column("signature_on_file_on")},
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    f"""create table patient_note (
        id integer primary key, patient_id integer not null references patient(id),
        kind text not null check (kind in ('note', 'alert')), text text not null check (text <> ''),
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    f"""create table patient_case (
        id integer primary key, patient_id integer not null references patient(id), name text not null,
        kind text not null check (kind in ('health', 'workers_comp', 'auto', 'cash')),
        {date_column("onset_on")}, {date_column("accident_on")}, accident_state text not null default '',
        other_accident integer not null default 0 check (other_accident in (0, 1)),
        {date_column("initial_treatment_on")}, {date_column("unable_from_on")}, {date_column("unable_to_on")},
        {date_column("hospital_from_on")}, {date_column("hospital_to_on")},
        {date_column("last_menstrual_on")}, {date_column("last_seen_on")}, {date_column("acute_manifestation_on")},
        {date_column("last_xray_on")}, {date_column("prescription_on")}, {date_column("assumed_care_on")},
        {date_column("relinquished_care_on")}, {date_column("first_contact_on")},
        claim_number text not null default '', employer text not null default '',
        adjuster_name text not null default '', adjuster_phone text not null default '',
        attorney_name text not null default '', attorney_phone text not null default '',
        lien integer not null default 0 check (lien in (0, 1)),
        referring_id integer references provider(id), {date_column("opened_on", null=False)}, {date_column("closed_on")},
        {KEPT}) strict""",
    f"""create table coverage (
        id integer primary key, patient_id integer not null references patient(id),
        payer_id integer not null references payer(id), case_id integer references patient_case(id),
        priority integer not null check (priority between 1 and 3), profile text not null default '', member_id text not null default '',
        group_number text not null default '', plan_name text not null default '',
        insurance_type_code text not null default '', {date_column("from_on", null=False)}, {date_column("to_on")},
        relationship text not null default '18', subscriber_last_name text not null default '',
        subscriber_first_name text not null default '', subscriber_middle_name text not null default '',
        subscriber_suffix text not null default '', {date_column("subscriber_birth_on")},
        subscriber_sex text not null default '', subscriber_street text not null default '',
        subscriber_street2 text not null default '', subscriber_city text not null default '',
        subscriber_state text not null default '', subscriber_zip text not null default '',
        subscriber_phone text not null default '', copay_cents integer not null default 0 check (copay_cents >= 0),
        visit_limit integer check (visit_limit > 0),
        accepts_assignment integer not null default 1 check (accepts_assignment in (0, 1)),
        benefits_assigned integer not null default 1 check (benefits_assigned in (0, 1)),
        {date_column("benefits_signed_on")}, {KEPT}, check (to_on is null or to_on >= from_on)) strict""",
    f"""create table "authorization" (
        id integer primary key, patient_id integer not null references patient(id),
        coverage_id integer not null references coverage(id), case_id integer references patient_case(id),
        number text not null check (number <> ''), kind text not null default 'G1' check (kind in ('G1', '9F')),
        procedures text not null default '', visits_allowed integer check (visits_allowed > 0),
        visits_used_before integer not null default 0 check (visits_used_before >= 0),
        {date_column("from_on", null=False)}, {date_column("to_on")},
        active integer not null default 1 check (active in (0, 1)), {KEPT}) strict""",
    "create index coverage_patient on coverage (patient_id)",
    "create index patient_case_patient on patient_case (patient_id)",
    'create index authorization_patient on "authorization" (patient_id)',
    "create index patient_note_patient on patient_note (patient_id)",
    "create index patient_name on patient (last_name collate nocase, first_name collate nocase)",
    "create virtual table patient_search using fts5 (terms, content='', contentless_delete=1, prefix='1 2 3 4')",
)

_ENCOUNTERS = (
    f"""create table encounter (
        id integer primary key, patient_id integer not null references patient(id),
        case_id integer not null references patient_case(id), provider_id integer not null references provider(id),
        facility_id integer references facility(id), referring_id integer references provider(id),
        referring_qualifier text not null default 'DN' check (referring_qualifier in ('DN', 'DK', 'DQ')),
        authorization_id integer references "authorization"(id), {date_column("service_on", null=False)},
        starts_at text not null default '', pos text not null default '11',
        status text not null default 'to_code' check (status in ('to_code', 'on_hold', 'coded')),
        hold_reason text not null default '', note text not null default '', note_signed_by text not null default '',
        {KEPT}) strict""",
    f"""create table encounter_diagnosis (
        id integer primary key, encounter_id integer not null references encounter(id),
        position integer not null check (position between 1 and 12), code text not null, {KEPT},
        unique (encounter_id, position), unique (encounter_id, code)) strict""",
    f"""create table service_line (
        id integer primary key, encounter_id integer not null references encounter(id),
        position integer not null check (position between 1 and 50), {date_column("from_on", null=False)},
        {date_column("to_on", null=False)}, pos text not null, procedure_code text not null,
        modifiers text not null default '', pointers text not null default '',
        units integer not null default 1 check (units > 0), charge_cents integer not null check (charge_cents >= 0),
        minutes integer check (minutes >= 0), ndc text not null default '', ndc_unit text not null default '',
        ndc_quantity text not null default '', narrative text not null default '',
        emergency integer not null default 0 check (emergency in (0, 1)),
        epsdt text not null default '' check (epsdt in ('', 'AV', 'S2', 'ST', 'NU')),
        family_planning integer not null default 0 check (family_planning in (0, 1)),
        purchased_cents integer check (purchased_cents >= 0), {KEPT},
        unique (encounter_id, position), check (to_on >= from_on)) strict""",
    "create index encounter_patient on encounter (patient_id, service_on)",
    "create index encounter_day on encounter (service_on)",
    "create index encounter_status on encounter (status) where status <> 'coded'",
    "create index encounter_authorization on encounter (authorization_id) where authorization_id is not null",
)

_CLAIMS = (
    f"""create table claim (
        id integer primary key, patient_control_number text not null unique,
        patient_id integer not null references patient(id), case_id integer not null references patient_case(id),
        coverage_id integer not null references coverage(id), payer_id integer not null references payer(id),
        responsibility text not null check (responsibility in ('P', 'S', 'T')),
        frequency text not null default '1' check (frequency in ('1', '7', '8')),
        original_reference text not null default '', delivery text not null check (delivery in ('electronic', 'paper')),
        status text not null, hold_reason text not null default '', {date_column("first_service_on", null=False)},
        total_cents integer not null check (total_cents >= 0), amount_paid_cents integer not null default 0,
        authorization_id integer references "authorization"(id), replaces_id integer references claim(id),
        payer_control_number text not null default '', condition_codes text not null default '',
        additional_information text not null default '', {KEPT}) strict""",
    f"""create table claim_line (
        id integer primary key, claim_id integer not null references claim(id),
        service_line_id integer not null references service_line(id),
        position integer not null check (position between 1 and 50), {KEPT},
        unique (claim_id, position), unique (claim_id, service_line_id)) strict""",
    """create table claim_event (
        id integer primary key, claim_id integer not null references claim(id), at text not null,
        status_before text not null, status_after text not null, text text not null default '',
        submission_id integer references submission(id), remittance_id integer references remittance(id),
        user_id integer not null references user(id)) strict""",
    """create table submission (
        id integer primary key, kind text not null check (kind in ('837P', 'paper')), file_name text not null,
        receiver text not null default '', content blob not null, sha256 text not null,
        interchange_control text not null default '', created_at text not null,
        user_id integer not null references user(id)) strict""",
    """create table submission_claim (
        id integer primary key, submission_id integer not null references submission(id),
        claim_id integer not null references claim(id), position integer not null,
        transaction_control text not null default '', content text not null,
        user_id integer not null references user(id), unique (submission_id, position)) strict""",
    # The print log: which forms went to which printer, who sent them; the bytes of originals are the submission's.
    """create table print_job (
        id integer primary key, at text not null, printer text not null default '', paper text not null
            check (paper in ('red_form', 'plain_paper')), sheets integer not null check (sheets > 0),
        submission_id integer references submission(id), user_id integer not null references user(id)) strict""",
    """create table print_job_claim (
        id integer primary key, print_job_id integer not null references print_job(id),
        claim_id integer not null references claim(id), position integer not null,
        copy integer not null default 0 check (copy in (0, 1)), user_id integer not null references user(id),
        unique (print_job_id, position)) strict""",
    "create table control_number (name text primary key, value integer not null) strict",
    "create index claim_patient on claim (patient_id)",
    "create index claim_status on claim (status)",
    "create index claim_line_service on claim_line (service_line_id)",
    "create index claim_event_claim on claim_event (claim_id)",
    "create index submission_claim_claim on submission_claim (claim_id)",
)

# A check or EFT number as `remits.identity.bare_number` has it: capitals, no blanks, no leading zeros.
_BARE_NUMBER = "upper(ltrim(replace(trace_number, ' ', ''), '0'))"

_REMITS = (
    """create table received_file (
        id integer primary key, name text not null, kind text not null, sha256 text not null unique,
        content blob not null, received_at text not null, user_id integer not null references user(id)) strict""",
    f"""create table remittance (
        id integer primary key, received_file_id integer references received_file(id),
        position integer not null default 1, payer_id integer references payer(id), payer_key text not null,
        payer_name text not null, trace_number text not null, method text not null default '',
        paid_cents integer not null, {date_column("paid_on")}, content text not null,
        status text not null default 'waiting' check (status in ('waiting', 'posted', 'reversed', 'set_aside')),
        status_reason text not null default '', {KEPT}) strict""",
    # At most one unreversed posting per payer, check/EFT number, date and amount, in whatever file it comes: the payer
    # is the one the file names, and ours as soon as it is known, whoever sent the file.
    """create unique index remittance_posted_once on remittance
        (payer_key, trace_number, coalesce(paid_on, ''), paid_cents) where status = 'posted'""",
    f"""create unique index remittance_of_payer_posted_once on remittance
        (payer_id, {_BARE_NUMBER}, coalesce(paid_on, ''), paid_cents)
        where status = 'posted' and payer_id is not null""",
    f"create index remittance_number on remittance ({_BARE_NUMBER})",
)

_LEDGER = (
    # The posting row seals its entries: they come first (the reference is checked at commit), and once the
    # posting stands nothing can be added to it. See docs/decisions/002-ledger.md.
    f"""create table posting (
        id integer primary key, kind text not null, {date_column("posted_on", null=False)}, entered_at text not null,
        description text not null default '', patient_id integer references patient(id),
        claim_id integer references claim(id), remittance_id integer references remittance(id),
        reverses_id integer unique references posting(id), restores_id integer unique references posting(id),
        user_id integer not null references user(id)) strict""",
    f"""create table entry (
        id integer primary key,
        posting_id integer not null references posting(id) deferrable initially deferred,
        account text not null check (account in ('payer_receivable', 'patient_receivable', 'unapplied',
            'provider_level', 'cash', 'prepaid_plan', 'charges', 'adjustments', 'interest', 'refunds')),
        amount_cents integer not null check (amount_cents <> 0), patient_id integer references patient(id),
        payer_id integer references payer(id), claim_id integer references claim(id),
        service_line_id integer references service_line(id), group_code text not null default '',
        reason_code text not null default '', method text not null default '', kind text not null default '',
        {date_column("aged_from")}, note text not null default '',
        user_id integer not null references user(id)) strict""",
    """create table balance (
        account text not null, payer_id integer not null, patient_id integer not null,
        service_line_id integer not null, aged_from text not null, balance_cents integer not null,
        primary key (account, payer_id, patient_id, service_line_id, aged_from)) strict, without rowid""",
    "create index entry_posting on entry (posting_id)",
    "create index entry_service_line on entry (service_line_id)",
    "create index entry_patient on entry (patient_id)",
    "create index entry_claim on entry (claim_id) where claim_id is not null",
    "create index posting_day on posting (posted_on)",
    "create index posting_remittance on posting (remittance_id) where remittance_id is not null",
    "create index balance_open on balance (account, payer_id, balance_cents) where balance_cents <> 0",
    "create index balance_patient on balance (patient_id) where balance_cents <> 0",
    "create index balance_line on balance (service_line_id) where balance_cents <> 0",
)

_HISTORY = (
    """create table change (
        id integer primary key, at text not null, user_id integer not null references user(id),
        table_name text not null, row_id integer not null, field text not null, before any, after any) strict""",
    "create index change_row on change (table_name, row_id)",
)


@MIGRATIONS()
def m0001_foundation(db: Database) -> None:
    """The first practice file: users, history, patients, visits, claims, remittances, ledger."""
    for group in (_PRACTICE, _PATIENTS, _ENCOUNTERS, _CLAIMS, _REMITS, _LEDGER, _HISTORY):
        for statement in group:
            db.execute(statement)


@MIGRATIONS()
def m0002_coding_desk(db: Database) -> None:
    """Macros, plans of care, overrides, ABNs, queries, what became of suggestions, audits."""
    for statement in coding_tables.STATEMENTS:
        db.execute(statement)


def apply(db: Database) -> None:
    """Apply what is pending and install guards, history triggers and views, all or nothing."""
    with db.atomic():
        MIGRATIONS.apply(db)
        guards.install(db)
        history.install(db)
        views.install(db)


def applied_names(db: Database) -> list[str]:
    """The names of the migrations this file has seen, oldest first."""
    return [migration.name for migration in MIGRATIONS.applied(db)]


def known_names() -> list[str]:
    """The names of the migrations this program knows, oldest first."""
    return [migration.name for migration in MIGRATIONS._migrations]  # noqa: SLF001  # has no public list


def schema_fingerprint(db: Database) -> str:
    """SHA-256 over all tables, indexes, triggers and views, so that a lost guard is noticed at open."""
    rows = db.execute(
        "select type, name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by 1, 2"
    ).fetchall()
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
