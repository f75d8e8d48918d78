"""The tables of the coding desk (migration 0002): bundles, plans of care, overrides, ABNs, queries, choices, audits.

JSON columns hold what is read and shown whole and never searched by SQL.
"""

from __future__ import annotations

from clinicbill.db.columns import KEPT, WRITTEN, date_column

_ACTIVE = "active integer not null default 1 check (active in (0, 1))"

_LINES = (
    # Regions a manipulation treated, as letters the coder keyed; the units of a drug that were thrown away.
    "alter table service_line add column regions text not null default ''",
    "alter table service_line add column wasted_units integer not null default 0 check (wasted_units >= 0)",
    # Whose local rules hold: JE, JF, JM …; empty where the payer has no such contractor.
    "alter table payer add column mac text not null default ''",
)

_DESK = (
    f"""create table macro (
        id integer primary key, name text not null collate nocase check (name <> ''),
        number integer check (number between 1 and 9), provider_id integer references provider(id),
        payer_id integer references payer(id), {_ACTIVE}, {KEPT}) strict""",
    "create unique index macro_once on macro (name, coalesce(provider_id, 0), coalesce(payer_id, 0)) where active",
    f"""create table macro_diagnosis (
        id integer primary key, macro_id integer not null references macro(id),
        position integer not null check (position between 1 and 12), code text not null check (code <> ''), {KEPT},
        unique (macro_id, position)) strict""",
    f"""create table macro_line (
        id integer primary key, macro_id integer not null references macro(id),
        position integer not null check (position between 1 and 50), procedure_code text not null,
        modifiers text not null default '', pointers text not null default '',
        units integer not null default 1 check (units > 0), minutes integer check (minutes >= 0),
        regions text not null default '', {KEPT}, unique (macro_id, position)) strict""",
    f"""create table plan_of_care (
        id integer primary key, case_id integer not null references patient_case(id),
        provider_id integer references provider(id), {date_column("from_on", null=False)}, {date_column("to_on")},
        visits_planned integer check (visits_planned > 0), visits_per_week integer check (visits_per_week > 0),
        reexam_visits integer check (reexam_visits > 0), reexam_days integer check (reexam_days > 0),
        treatment text not null default '' check (treatment in ('', 'active', 'maintenance')),
        {date_column("answered_on")}, goals text not null default '', {_ACTIVE}, {KEPT},
        check (to_on is null or to_on >= from_on)) strict""",
    "create index plan_of_care_case on plan_of_care (case_id, from_on)",
    # Which modifiers a new line starts with: the most telling row wins.
    f"""create table default_modifier (
        id integer primary key, procedure_code text not null, payer_id integer references payer(id),
        claim_filing_code text not null default '', case_kind text not null default '', modifiers text not null,
        {date_column("from_on", null=False)}, {date_column("to_on")}, note text not null default '', {_ACTIVE}, {KEPT},
        check (to_on is null or to_on >= from_on)) strict""",
    f"""create table favourite_code (
        id integer primary key, code text not null unique, note text not null default '', {_ACTIVE}, {KEPT}) strict""",
    f"""create table drug_vial (
        id integer primary key, procedure_code text not null, name text not null, ndc text not null default '',
        units_per_vial integer not null check (units_per_vial > 0),
        single_dose integer not null default 1 check (single_dose in (0, 1)), {_ACTIVE}, {KEPT}) strict""",
)

_EDITS = (
    # A finding that a person set aside for one visit, with the reason; what it said is kept as it was.
    f"""create table edit_override (
        id integer primary key, encounter_id integer not null references encounter(id), rule text not null,
        subject text not null, message text not null, reason text not null check (reason <> ''), {_ACTIVE}, {KEPT}) strict""",
    "create unique index edit_override_once on edit_override (encounter_id, rule, subject) where active",
    # Files the office adds: CMS's own form, what was signed, an answer on paper.
    f"""create table document (
        id integer primary key, {WRITTEN}, kind text not null check (kind in ('abn_form', 'abn', 'answer')),
        name text not null, edition text not null default '', content blob not null, sha256 text not null,
        places text not null default '') strict""",
    f"""create table abn (
        id integer primary key, patient_id integer not null references patient(id),
        case_id integer references patient_case(id), edition text not null default '', services text not null,
        procedure_codes text not null default '', reason text not null default '',
        estimated_cents integer check (estimated_cents >= 0), {date_column("given_on", null=False)},
        {date_column("signed_on")}, option integer check (option between 1 and 3),
        refused integer not null default 0 check (refused in (0, 1)), {date_column("to_on")},
        document_id integer references document(id), {_ACTIVE}, {KEPT},
        check (signed_on is null or signed_on >= given_on)) strict""",
    "create index abn_patient on abn (patient_id, given_on)",
    f"""create table em_worksheet (
        id integer primary key, encounter_id integer not null unique references encounter(id),
        code text not null default '', basis text not null default '', content text not null check (json_valid(content)),
        {KEPT}) strict""",
)

_QUERIES = (
    # What was asked is never changed; the answer comes once.
    f"""create table coding_query (
        id integer primary key, encounter_id integer not null references encounter(id),
        provider_id integer references provider(id), kind text not null check (kind in ('open', 'choice', 'yes_no')),
        {date_column("asked_on", null=False)}, span_start integer not null, span_end integer not null,
        quote text not null, question text not null check (question <> ''),
        indicators text not null check (json_valid(indicators)), options text not null check (json_valid(options)),
        note_sha256 text not null, status text not null default 'open' check (status in ('open', 'answered', 'withdrawn')),
        {date_column("answered_on")}, answered_by text not null default '', answer_option text not null default '',
        answer_text text not null default '', document_id integer references document(id),
        outcome text not null default '' check (outcome in ('', 'agreed', 'partly', 'disagreed', 'undetermined')),
        withdrawn_why text not null default '', {KEPT}, check (span_end >= span_start)) strict""",
    "create index coding_query_encounter on coding_query (encounter_id)",
    "create index coding_query_open on coding_query (asked_on) where status = 'open'",
)

_CHOICES = (
    # What became of each suggestion; the office's prior is counted from these rows.
    f"""create table suggestion_choice (
        id integer primary key, {WRITTEN}, encounter_id integer not null references encounter(id),
        phrase text not null, suggested text not null, chosen text not null,
        act text not null check (act in ('accepted', 'changed', 'rejected'))) strict""",
    "create index suggestion_choice_phrase on suggestion_choice (phrase, chosen)",
    "create index suggestion_choice_encounter on suggestion_choice (encounter_id)",
    # A habit the office no longer wants: choices made before this moment do not count.
    f"""create table forgotten_phrase (
        id integer primary key, {WRITTEN}, phrase text not null, code text not null) strict""",
)

_AUDITS = (
    # Whether the owner may see how fast and how well this user codes; nobody but the user switches it.
    """alter table user add column shares_figures integer not null default 0 check (shares_figures in (0, 1))""",
    # How a sample was drawn is told for good: from how many visits, with which seed, by whom.
    f"""create table coding_audit (
        id integer primary key, {date_column("made_on", null=False)}, kind text not null check (kind in ('random', 'risk')),
        {date_column("from_on", null=False)}, {date_column("to_on", null=False)}, seed integer not null,
        population integer not null default 0 check (population >= 0), coder_id integer references user(id),
        auditor_id integer references user(id), {date_column("finished_on")}, note text not null default '', {KEPT},
        check (to_on >= from_on)) strict""",
    f"""create table coding_audit_item (
        id integer primary key, audit_id integer not null references coding_audit(id),
        encounter_id integer not null references encounter(id),
        subject text not null check (subject in ('diagnosis', 'procedure', 'modifier')), position integer not null,
        coded text not null, drawn_for text not null default '',
        verdict text not null default '' check (verdict in ('', 'right', 'wrong', 'missing', 'extra')),
        correct text not null default '', why text not null default '', feedback text not null default '', {KEPT},
        unique (audit_id, encounter_id, subject, position)) strict""",
)

STATEMENTS = (*_LINES, *_DESK, *_EDITS, *_QUERIES, *_CHOICES, *_AUDITS)

# Tables whose rows the history follows.
KEPT_TABLES = (
    "macro",
    "macro_diagnosis",
    "macro_line",
    "plan_of_care",
    "default_modifier",
    "favourite_code",
    "drug_vial",
    "edit_override",
    "abn",
    "em_worksheet",
    "coding_query",
    "coding_audit",
    "coding_audit_item",
)
# Facts: written once.
APPEND_ONLY = ("document", "suggestion_choice", "forgotten_phrase")
# Parts that are written anew with their whole.
MAY_BE_DELETED = ("macro_diagnosis", "macro_line")

GUARDS = (
    """create trigger coding_query_asked before update of encounter_id, kind, asked_on, span_start, span_end, quote,
        question, indicators, options, note_sha256 on coding_query
        begin select raise(abort, 'coding_query: what was asked is never changed'); end""",
    """create trigger coding_query_answered before update on coding_query when old.status <> 'open'
        begin select raise(abort, 'coding_query: it is answered or withdrawn'); end""",
    """create trigger coding_audit_drawn before update of made_on, kind, from_on, to_on, seed, population, coder_id,
        auditor_id on coding_audit
        begin select raise(abort, 'coding_audit: how it was drawn is never changed'); end""",
    """create trigger coding_audit_finished before update on coding_audit when old.finished_on is not null
        begin select raise(abort, 'coding_audit: it is finished'); end""",
    """create trigger coding_audit_item_drawn before update of audit_id, encounter_id, subject, position, coded, drawn_for
        on coding_audit_item
        begin select raise(abort, 'coding_audit_item: what was coded is never changed'); end""",
    """create trigger coding_audit_item_finished before update on coding_audit_item
        when (select finished_on from coding_audit where id = old.audit_id) is not null
        begin select raise(abort, 'coding_audit_item: its audit is finished'); end""",
    """create trigger coding_audit_item_late before insert on coding_audit_item
        when (select finished_on from coding_audit where id = new.audit_id) is not null
        begin select raise(abort, 'coding_audit_item: its audit is finished'); end""",
)
