"""The world failed: each error is one sentence for the user that says what happened, what is safe, what to do."""

from __future__ import annotations


class ClinicBillError(Exception):
    """A failure outside the program's power. `str()` of it is shown to the user as it is."""


class PracticeFileError(ClinicBillError):
    """The practice file cannot be opened or made."""


class WrongPassword(PracticeFileError):
    """No key slot opens with this password."""


class NotAPractice(PracticeFileError):
    """The file is empty, foreign, or does not belong to its keys file."""


class DatabaseTooNew(PracticeFileError):
    """The file was written by a newer program."""


class DatabaseBusy(PracticeFileError):
    """Another program holds the file."""


class NotWritable(PracticeFileError):
    """The place is read-only, on a network share, or full."""


class UnreadableFile(ClinicBillError):
    """A file that was given to be read is not what it should be."""


class NotAllowed(ClinicBillError):
    """The user's role does not include this act."""


class NotFound(ClinicBillError):
    """What was asked for is not there."""


class CannotDo(ClinicBillError):
    """The act makes no sense in this state: posting twice, reversing a reversal, changing a posted fact."""
