"""A module whose own import is missing: that is a bug to be told, not a page nobody wrote."""

import clinicbill_is_not_here  # type: ignore[import-not-found]  # noqa: F401
