from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from clinicbill.basics.identifiers import ClaimId
from clinicbill.claims.status import ClaimStatus
from clinicbill.claims.store import claims_of_lines, claims_with_status, line_ids_of
from clinicbill.demo.payer_mind import decide
from clinicbill.demo.script import DemoKind, read_script
from clinicbill.demo.second_insurance import SecondInsurance
from tests.support.claims import a_claim
from tests.unit.demo.conftest import DAY
