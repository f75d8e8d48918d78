from __future__ import annotations

from dataclasses import replace

import pytest

from clinicbill.basics.identifiers import PayerId, ProviderId
from clinicbill.practice.provider_number import QUALIFIERS, ProviderNumber, number_findings

NUMBER = ProviderNumber(id=1, provider_id=ProviderId(1), payer_id=PayerId(2), qualifier="G2", number="PX889")


def rules(number: ProviderNumber, *others: ProviderNumber) -> list[str]:
    return [finding.rule for finding in number_findings(number, others)]


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_a_good_number(qualifier: str) -> None:
    assert rules(replace(NUMBER, qualifier=qualifier), NUMBER) == []


def test_what_is_wrong() -> None:
    assert rules(replace(NUMBER, qualifier="ZZ")) == ["S30"]
    assert rules(replace(NUMBER, number=" - ")) == ["S31"]


def test_one_number_for_each_provider() -> None:
    second = replace(NUMBER, id=0, number="PX890")
    assert rules(second, NUMBER) == ["S32"]
    assert rules(second, replace(NUMBER, active=False)) == []
    assert rules(replace(second, provider_id=ProviderId(3)), NUMBER) == []
    assert rules(replace(second, active=False), NUMBER) == []
