"""Every action of the program and its key, in one table; menus, buttons, tips, help and tests read it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

EVERYWHERE = ""
UNLOCK = "unlock"
WIZARD = "wizard"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a user can do.

    Attributes:
        id: "page.verb"; pages bind it by this.
        text: the verb on the button and in the command box.
        key: as the key cap shows it, "Ctrl+Enter"; empty where the mouse or the command box is enough.
        page: the page on which it works; empty for everywhere, "unlock" for the window before the practice,
            "wizard" for the steps that make one.
        tip: one sentence of what happens.
        icon: name of a picture under resources/icons.
    """

    id: str
    text: str
    key: str
    page: str
    tip: str
    icon: str


# One row per line, however long: it is read as a table.
# fmt: off
ACTIONS: tuple[Action, ...] = (
    # Everywhere
    Action("app.find", "Find or do", "Ctrl+K", "", "Find a patient, claim, code, check, action or help", "search"),
    Action("app.filter", "Filter the list", "Ctrl+F", "", "Put the cursor into this page's filter", "filter"),
    Action("app.help", "Help", "F1", "", "Open the help of this page", "help"),
    Action("app.keys", "Keys of this page", "Shift+F1", "", "List every action and key of this page", "list"),
    Action("app.back", "Back", "Esc", "", "Close what is open, or go back to the list", "arrow-left"),
    Action("app.undo", "Undo", "Ctrl+Z", "", "Take back what was just typed, chosen or moved", "undo"),
    Action("app.redo", "Redo", "Ctrl+Shift+Z", "", "Do again what was just taken back", "redo"),
    Action("app.theme", "Light or dark", "Ctrl+Shift+D", "", "Switch between light and dark colours", "moon"),
    Action("app.lock", "Lock now", "Ctrl+L", "", "Close the practice until its password is typed", "lock"),
    Action("app.open", "Open another practice", "Ctrl+O", "", "Close this practice and choose another", "folder"),
    Action("app.quit", "Quit", "Ctrl+Shift+Q", "", "Close the practice and the program", "exit"),
    Action("go.today", "Go to Today", "Ctrl+1", "", "What waits for you, most urgent first", "sun"),
    Action("go.patients", "Go to Patients", "Ctrl+2", "", "Patients, insurance, cases and accounts", "person"),
    Action("go.coding", "Go to Coding", "Ctrl+3", "", "Visits to code: diagnoses and service lines", "pencil"),
    Action("go.claims", "Go to Claims", "Ctrl+4", "", "Claims: check, print, send, follow", "document"),
    Action("go.payments", "Go to Payments", "Ctrl+5", "", "Remittances and patient payments", "banknote"),
    Action("go.denials", "Go to Denials", "Ctrl+6", "", "Denied lines and their deadlines", "ban"),
    Action("go.receivables", "Go to A/R", "Ctrl+7", "", "Who owes what, and for how long", "hourglass"),
    Action("go.reports", "Go to Reports", "Ctrl+8", "", "Figures of the practice", "bars"),
    Action("go.codes", "Go to Codes", "Ctrl+9", "", "Look up diagnosis and procedure codes", "book"),
    Action("go.setup", "Go to Setup", "Ctrl+0", "", "The practice, its people, payers and fees", "sliders"),
    # Before a practice is open
    Action("unlock.recover", "Use recovery key", "Ctrl+R", UNLOCK, "Open with the printed recovery key", "key"),
    Action("unlock.open", "Open another practice", "Ctrl+O", UNLOCK, "Choose another practice file", "folder"),
    Action("unlock.new", "Set up a practice", "Ctrl+N", UNLOCK, "Make a new, empty practice", "plus"),
    Action("unlock.demo", "Look at the demo", "Ctrl+D", UNLOCK, "Make an invented practice and open it", "eye"),
    Action("unlock.restore", "Restore a backup", "Ctrl+B", UNLOCK, "Make a practice out of a verified copy", "shield-check"),
    # While a practice is set up
    Action("wizard.next", "Next step", "Ctrl+Enter", WIZARD, "Check this step and go on", "arrow-right"),
    Action("wizard.previous", "Step before", "Alt+Left", WIZARD, "Go back one step; what was typed stays", "arrow-left"),
    Action("wizard.add", "Add a row", "Ctrl+N", WIZARD, "Begin a new row of this list", "plus"),
    Action("wizard.keep", "Keep this row", "Ctrl+S", WIZARD, "Check what was typed and keep it on the list", "save"),
    Action("wizard.remove", "Take a row off", "Ctrl+Del", WIZARD, "Take the selected row off the list", "trash"),
    # Today
    Action("today.next", "Do the next step", "Ctrl+Enter", "today", "Do what the selected row asks for", "arrow-right"),
    Action("today.import", "Import files", "Ctrl+I", "today", "Read remittance files from a folder", "download"),
    Action("today.all", "Show everything", "F2", "today", "Show every row again, as it stands on the list", "list"),
    Action("today.patient", "Open patient", "F3", "today", "Show the patient of this row", "person"),
    Action("today.order", "Change the order", "F4", "today", "What is lost first, most money first, or by name", "bars"),
    # Patients
    Action("patients.new", "New patient", "Ctrl+N", "patients", "Register a patient", "plus"),
    Action("patients.edit", "Edit details", "F2", "patients", "Change name, address, phone, guarantor", "pencil"),
    Action("patients.insurance", "Add insurance", "F3", "patients", "Add an insurance with its dates and order", "card"),
    Action("patients.case", "Add case", "F4", "patients", "Add a health, workers' comp, auto or cash case", "briefcase"),
    Action("patients.authorization", "Add authorization", "F6", "patients", "Add an authorization", "shield-check"),
    Action("patients.same", "Open the other chart", "F7", "patients", "Show who has the same name and birth date", "people"),
    Action("patients.account", "Account", "F8", "patients", "Visits, claims, payments and balance", "list"),
    Action("patients.history", "History", "F9", "patients", "Who changed what in this file, and when", "clock"),
    Action("patients.next", "Next part", "Ctrl+PgDown", "patients", "The part of the file to the right", "chevron-right"),
    Action("patients.previous", "Part before", "Ctrl+PgUp", "patients", "The part of the file to the left", "chevron-left"),
    Action("patients.note", "Add note", "Ctrl+M", "patients", "Add a note, or an alert shown on every visit", "note"),
    Action("patients.visit", "New visit", "Ctrl+Shift+N", "patients", "Start a visit of this patient", "calendar"),
    Action("patients.payment", "Take payment", "Ctrl+T", "patients", "Take a payment; the oldest balance is paid first", "banknote"),
    Action("patients.apply", "Apply credit", "Ctrl+U", "patients", "Apply unapplied money to open charges", "dollar"),
    Action("patients.reverse", "Reverse payment", "Ctrl+Shift+R", "patients", "Post the opposite entries", "undo"),
    Action("patients.save", "Save changes", "Ctrl+S", "patients", "Save what was typed", "save"),
    # Coding
    Action("coding.note", "Note", "F2", "coding", "Put the cursor into the visit's note", "note"),
    Action("coding.diagnoses", "Diagnoses", "F3", "coding", "Search and add diagnoses, box 21", "search"),
    Action("coding.lines", "Service lines", "F4", "coding", "Add and change service lines, box 24", "list"),
    Action("coding.details", "Visit details", "F5", "coding", "Provider, POS, case, authorization, dates", "calendar"),
    Action("coding.tabular", "Show in tabular list", "F6", "coding", "Show the code among its neighbours", "book"),
    Action("coding.complete", "Complete code", "Alt+C", "coding", "Answer what the diagnosis leaves open: side, region, encounter", "list"),
    Action("coding.favourite", "Favourite", "Ctrl+B", "coding", "Offer the diagnosis first from now on, or no longer", "star"),
    Action("coding.fix", "Fix first edit", "F7", "coding", "Go to the first edit, or apply its remedy", "check"),
    Action("coding.claim", "Open claim", "F8", "coding", "Show the claim of this visit", "document"),
    Action("coding.same", "Same as last visit", "Ctrl+D", "coding", "Copy the codes of the last visit", "copy"),
    Action("coding.hold", "Hold", "Ctrl+H", "coding", "Hold the visit with a reason, or release it", "pause-circle"),
    Action("coding.remove", "Remove line", "Ctrl+Del", "coding", "Remove the selected diagnosis or line", "trash"),
    Action("coding.up", "Move up", "Alt+Up", "coding", "Move the selected diagnosis or line up", "arrow-up"),
    Action("coding.down", "Move down", "Alt+Down", "coding", "Move the selected diagnosis or line down", "arrow-down"),
    Action("coding.previous", "Previous visit", "Ctrl+PgUp", "coding", "Go to the visit above", "chevron-up"),
    Action("coding.skip", "Next visit", "Ctrl+PgDown", "coding", "Go to the visit below, nothing lost", "chevron-down"),
    Action("coding.new", "New visit", "Ctrl+N", "coding", "Start a visit for a patient", "plus"),
    Action("coding.line", "Line details", "Ctrl+E", "coding", "Dates, POS, NDC, narrative, screening and purchase of the line", "pencil"),
    Action("coding.correct", "Correct visit", "Ctrl+Shift+E", "coding", "Change codes of a charged visit, for a new claim", "refresh"),
    Action("coding.day_before", "Day before", "Alt+PgUp", "coding", "Show the visits of the day before", "chevron-left"),
    Action("coding.day_after", "Day after", "Alt+PgDown", "coding", "Show the visits of the next day", "chevron-right"),
    Action("coding.day", "Go to day", "Ctrl+G", "coding", "Type the day whose visits are shown", "calendar"),
    Action("coding.today", "Visits of the day", "Alt+1", "coding", "Show the visits of one day", "list"),
    Action("coding.waiting", "Visits to code", "Alt+2", "coding", "Show what is to code on all days, oldest first", "dashed-circle"),
    Action("coding.holds", "Visits on hold", "Alt+3", "coding", "Show the visits on hold of all days", "pause-circle"),
    Action("coding.queries", "Visits with a query", "Alt+4", "coding", "Show the visits whose provider has a question to answer", "help"),
    Action("coding.macros", "Macros", "F9", "coding", "Put a bundle of codes on the visit; make, change, remove one", "spark"),
    Action("coding.plan", "Plan of care", "Ctrl+Shift+P", "coding", "Visits planned, re-exam, active or maintenance", "calendar"),
    Action("coding.ask", "Ask provider", "Ctrl+Q", "coding", "Ask about the marked words; on a visit that waits: record the answer", "help"),
    Action("coding.suggestions", "Suggestions", "Alt+S", "coding", "What the note suggests: A accepts, C changes, X rejects, W shows what is withheld", "spark"),
    Action("coding.level", "E/M level", "Alt+L", "coding", "Find the level by medical decision making or time, with the note's words", "bars"),
    Action("coding.override", "Set edit aside", "Ctrl+Shift+O", "coding", "Answer an edit with a reason, or let it count again", "check"),
    Action("coding.global", "Global period", "Ctrl+Shift+G", "coding", "Choose 24, 25, 54, 55, 57, 58, 78 or 79 for the line", "hourglass"),
    Action("coding.abn", "Notice (ABN)", "Ctrl+Shift+B", "coding", "Record a notice that Medicare may not pay, fill its form", "note"),
    Action("coding.finish", "Finish and next", "Ctrl+Enter", "coding", "Make the claim, open the next visit", "check"),
    # Claims
    Action("claims.check", "Check claim", "F5", "claims", "Run every check on the selected claims", "shield-check"),
    Action("claims.patient", "Open patient", "F3", "claims", "Show the patient of this claim", "person"),
    Action("claims.visit", "Open visit", "F4", "claims", "Show the visit this claim was made from", "pencil"),
    Action("claims.paper", "Paper 1500", "F6", "claims", "Show the CMS-1500; once more: the page as it prints", "document"),
    Action("claims.fix", "Fix first edit", "F7", "claims", "Go to the place of the first edit", "check"),
    Action("claims.electronic", "Preview 837P", "F8", "claims", "Show the 837P of the claim, loop by loop", "eye"),
    Action("claims.edits", "Edits", "F2", "claims", "Show every edit with its source and its remedy", "list"),
    Action("claims.history", "History", "F9", "claims", "Every step of this claim with its evidence", "clock"),
    Action("claims.box", "Go to box", "Ctrl+G", "claims", "Type a box number and see what is in it", "search"),
    Action("claims.next_box", "Next box", "Alt+Right", "claims", "Explain the next box of the form", "arrow-right"),
    Action("claims.previous_box", "Box before", "Alt+Left", "claims", "Explain the box before this one", "arrow-left"),
    Action("claims.hold", "Hold", "Ctrl+H", "claims", "Hold the claim with a reason, or release it", "pause-circle"),
    Action("claims.release", "Take up again", "Ctrl+U", "claims", "Take a claim up from hold, after a rejection or back from its way", "undo"),
    Action("claims.sent", "Mark as sent", "Ctrl+M", "claims", "Note that the file was sent, the paper mailed", "plane"),
    Action("claims.answer", "Record answer", "Ctrl+R", "claims", "Note accepted or rejected, and by whom", "flag"),
    Action("claims.details", "Claim details", "Ctrl+D", "claims", "Number of the original, condition codes, item 19", "pencil"),
    Action("claims.replace", "Correct claim", "Ctrl+E", "claims", "Replace or void it with the payer, frequency 7 or 8", "refresh"),
    Action("claims.void", "Void", "Ctrl+Shift+V", "claims", "End the claim here; its visits can be billed again", "ban"),
    Action("claims.secondary", "Bill next insurance", "Ctrl+B", "claims", "Make the claim to the insurance after this payer", "arrow-right"),
    Action("claims.save", "Save file again", "Ctrl+S", "claims", "Save the exact bytes that went out", "save"),
    Action("claims.print", "Print paper", "Ctrl+P", "claims", "Make the CMS-1500 PDF of ready paper claims", "printer"),
    Action("claims.print_log", "Print log", "Ctrl+Shift+P", "claims", "What was printed when, and the same sheets again", "printer"),
    Action("claims.send", "Send claims", "Ctrl+Enter", "claims", "Write 837P files of all ready claims", "plane"),
    # Payments
    Action("payments.import", "Import 835", "Ctrl+I", "payments", "Read remittance files and prove them", "download"),
    Action("payments.take", "Take payment", "Ctrl+T", "payments", "Take a payment from a patient", "banknote"),
    Action("payments.payers", "Remittances", "F2", "payments", "Show what payers sent", "building"),
    Action("payments.patients", "Patients’ payments", "F3", "payments", "Show what patients paid", "people"),
    Action("payments.claim", "Open claim", "F4", "payments", "Show the claim of the selected line", "document"),
    Action("payments.patient", "Open patient", "F6", "payments", "Show the patient of the selected line or payment", "person"),
    Action("payments.aside", "Set aside", "Ctrl+Shift+A", "payments", "Say why it is not posted here, or take it up again", "minus"),
    Action("payments.apply", "Apply credit", "Ctrl+U", "payments", "Pay what the patient owes from unapplied money", "dollar"),
    Action("payments.save", "Save 835", "Ctrl+S", "payments", "Save the file as it came, byte for byte", "save"),
    Action("payments.reverse", "Reverse", "Ctrl+Shift+R", "payments", "Post the opposite entries, once", "undo"),
    Action("payments.post", "Post remittance", "Ctrl+Enter", "payments", "Post every line in one go", "check"),
    # Denials
    Action("denials.patient", "Open patient", "F3", "denials", "Show the patient of this line", "person"),
    Action("denials.claim", "Open claim", "F4", "denials", "Show the denied claim", "document"),
    Action("denials.payment", "Open remittance", "F6", "denials", "Show the remittance that denied it", "banknote"),
    Action("denials.visit", "Open visit", "F5", "denials", "Show the visit, to correct its codes", "pencil"),
    Action("denials.group", "Group by payer", "F2", "denials", "Group by payer, or by reason again", "building"),
    Action("denials.move", "Move to patient", "F7", "denials", "Make the line the patient's, with a reason", "person"),
    # A/R
    Action("receivables.payer", "By payer", "F2", "receivables", "One row for each payer", "building"),
    Action("receivables.patient", "By patient", "F3", "receivables", "One row for each patient", "person"),
    Action("receivables.day", "As of", "F4", "receivables", "Age the accounts as of another day", "calendar"),
    Action("receivables.csv", "CSV", "Ctrl+S", "receivables", "Save what you see as a CSV file", "download"),
    Action("receivables.pdf", "PDF", "Ctrl+P", "receivables", "Save what you see as a PDF", "printer"),
    Action("receivables.account", "Open patient", "F6", "receivables", "Show the account of the row's patient", "person"),
    Action("receivables.claim", "Open claim", "F7", "receivables", "Show the claim of the selected row", "document"),
    Action("receivables.sort", "Sort by column", "F8", "receivables", "Sort by the column the cursor is in", "bars"),
    Action("receivables.risk1", "First risk", "1", "receivables", "Show the rows of the first risk", "warning"),
    Action("receivables.risk2", "Second risk", "2", "receivables", "Show the rows of the second risk", "warning"),
    Action("receivables.risk3", "Third risk", "3", "receivables", "Show the rows of the third risk", "warning"),
    # Reports
    Action("reports.csv", "CSV", "Ctrl+S", "reports", "Save what you see as a CSV file", "download"),
    Action("reports.pdf", "PDF", "Ctrl+P", "reports", "Save what you see as a PDF", "printer"),
    Action("reports.list", "List of reports", "F2", "reports", "Go to the list of reports", "list"),
    Action("reports.days", "Days", "F4", "reports", "Choose the day or days of the report", "calendar"),
    Action("reports.open", "Open record", "F6", "reports", "Show the patient, claim or remittance of the row", "arrow-right"),
    Action("reports.share", "Share my figures", "Ctrl+Shift+S", "reports", "Let the owner see your pace and audits, or not any more", "people"),
    Action("reports.draw", "Draw an audit", "Ctrl+N", "reports", "Draw a sample of finished visits, at random or by risk", "plus"),
    Action("reports.work", "Open audit", "F7", "reports", "Score the audit under the cursor, or show its result", "shield-check"),
    Action("reports.right", "Right", "R", "reports", "The code is right; go to the next one", "check"),
    Action("reports.wrong", "Wrong", "W", "reports", "The code is wrong; key what should stand there", "circle-x"),
    Action("reports.missing", "Missing", "M", "reports", "A code is missing; key it", "plus"),
    Action("reports.extra", "Extra", "X", "reports", "The code should not be there; go to the next one", "minus"),
    Action("reports.feedback", "Feedback", "F9", "reports", "Write to the coder about this code", "note"),
    Action("reports.next_visit", "Next visit", "Ctrl+PgDown", "reports", "Go to the next visit of the audit", "chevron-down"),
    Action("reports.previous_visit", "Previous visit", "Ctrl+PgUp", "reports", "Go to the visit before", "chevron-up"),
    Action("reports.visit", "Open visit", "F8", "reports", "Show the visit where it is coded; the audit leaves it as it is", "pencil"),
    Action("reports.finish", "Finish audit", "Ctrl+Enter", "reports", "Close the audit with a note; nothing of it changes any more", "check"),
    # Codes
    Action("codes.parent", "Category above", "Alt+Up", "codes", "Show the header this code belongs to", "arrow-up"),
    Action("codes.tree", "Neighbours", "F3", "codes", "Go to the code among its neighbours", "list"),
    Action("codes.notes", "Notes", "F4", "codes", "Go to what the tabular list says of the code", "note"),
    Action("codes.day", "Valid on", "Ctrl+G", "codes", "Look the codes up as of another day", "calendar"),
    Action("codes.favourite", "Favourite", "Ctrl+B", "codes", "Offer the diagnosis first from now on, or no longer", "star"),
    Action("codes.copy", "Copy code", "Ctrl+Shift+C", "codes", "Copy the selected code", "copy"),
    # Setup
    Action("setup.add", "Add", "Ctrl+N", "setup", "Add a row to this list", "plus"),
    Action("setup.end", "Not used any more", "Ctrl+Del", "setup", "Offer this row no longer; what was sent keeps it", "ban"),
    Action("setup.password", "Change password", "Ctrl+Shift+P", "setup", "Choose a new password", "lock"),
    Action("setup.recovery", "Show recovery key", "Ctrl+R", "setup", "Show the recovery key, to copy or print it", "key"),
    Action("setup.backup", "Back up now", "Ctrl+B", "setup", "Make a verified copy of the practice", "shield-check"),
    Action("setup.test", "Test profile", "Ctrl+T", "setup", "Try the payer profile on a claim, before it is relied on", "check"),
    Action("setup.save", "Save changes", "Ctrl+S", "setup", "Save what was typed", "save"),
)
# fmt: on

_BY_ID = {action.id: action for action in ACTIONS}


def action(action_id: str) -> Action:
    """The row of the table.

    Raises:
        KeyError: there is no such action, which is our bug.
    """
    return _BY_ID[action_id]


def actions_of(page: str) -> tuple[Action, ...]:
    """The actions of one page, without those that work everywhere."""
    return tuple(row for row in ACTIONS if row.page == page)


def sequences(key: str) -> list[QKeySequence]:
    """What Qt listens for: "Enter" on a key cap is both the main and the keypad key."""
    if not key:
        return []
    if key.endswith("Enter"):
        return [QKeySequence(key.removesuffix("Enter") + name) for name in ("Return", "Enter")]
    return [QKeySequence(key)]
