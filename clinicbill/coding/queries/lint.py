"""What is wrong with a question to the provider before it is asked: leading words, money, codes, options without support.

Source: ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice (2022 update): a query cites clinical
indicators, does not lead, does not speak of payment or quality scores, offers clinically supported options, and
uses yes/no only for what is already documented. The words are data in resources/rules/query_words.toml.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

from clinicbill.basics.assets import asset
from clinicbill.basics.findings import Finding, Severity
from clinicbill.coding.queries.query import OTHER, UNDETERMINED, QueryKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from clinicbill.coding.queries.query import CodingQuery

SOURCE = "ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice, 2022"
_LEAST_QUESTION = 10
_LEAST_OPTIONS = 2
_LONGEST_LISTED = 3
_CODE = re.compile(r"\b(?:[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{4}[0-9A-Z]|[A-Z]\d{4})\b")
_VERTEBRA = re.compile(r"\b[CTLS]\d{1,2}\b")
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=1)
def _words() -> Mapping[str, re.Pattern[str]]:
    rows = tomllib.loads(asset("rules/query_words.toml").read_text("utf-8"))
    return {name: _any_of(rows[name]["words"]) for name in ("leading", "money", "favoured", "conditions")}


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; a star stands for the rest of a word."""
    parts = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def lint(query: CodingQuery, note: str) -> list[Finding]:
    """Everything that keeps the question from being asked; `note` is the visit's note as it stands."""
    return [finding for rule in RULES for finding in rule(query, note)]


def question(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q01: there is a question."""
    if len(query.question.strip()) < _LEAST_QUESTION:
        yield _stop("Q01", "There is no question yet", "question", "Ask what the note leaves open.")


def indicators(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q02: at least one clinical indicator is cited, and what is cited from the note stands there."""
    if not query.indicators:
        fix = "Mark the words of the note that made you ask."
        yield _stop("Q02", "No clinical indicator is cited", "indicators", fix)
    for place, found in enumerate(query.indicators):
        if found.where == "note" and note[found.start : found.end] != found.text:
            fix = "Mark the passage again."
            message = f"“{_short(found.text)}” does not stand in the note any more"
            yield _stop("Q02", message, f"indicators.{place}", fix)


def leading(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q03: the question does not tell the provider what to answer."""
    if found := _words()["leading"].search(query.question):
        fix = "Ask what the findings mean, without saying what you expect."
        yield _stop("Q03", f"“{found[0]}” leads the provider to an answer", "question", fix, found[0])
    for new in _not_documented(query.question, note, query):
        fix = "Offer it as one of several options with its indicators, or ask an open question."
        message = f"The question names “{new}”, which the record does not"
        yield _stop("Q03", message, "question", fix, new)


def options(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q04: a multiple-choice question has two or more clinical options, each once and none of them favoured."""
    if query.kind is not QueryKind.CHOICE:
        return
    texts = [option.text.strip().casefold() for option in query.options]
    given = [text for text in texts if text and text not in (OTHER.casefold(), UNDETERMINED.casefold())]
    if len(set(given)) < _LEAST_OPTIONS:
        message = "A choice of one is no choice" if given else "There are no options yet"
        fix = "Offer every answer the indicators support, or ask an open question."
        yield _stop("Q04", message, "options", fix)
    for place, text in enumerate(texts):
        if not text or texts.index(text) != place:
            message = "An option is empty" if not text else f"“{query.options[place].text}” stands twice"
            yield _stop("Q04", message, f"options.{place}", "Change it or take it out.")
        elif found := _words()["favoured"].search(text):
            fix = "Name the condition only."
            yield _stop("Q04", f"“{found[0]}” favours one option", f"options.{place}", fix, found[0])


def supported(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q05: each option cites an indicator."""
    if query.kind is not QueryKind.CHOICE:
        return
    known = range(len(query.indicators))
    for place, option in enumerate(query.options):
        if option.text.strip() and not any(cited in known for cited in option.indicators):
            message = f"“{option.text}” cites no indicator"
            fix = "Say which finding supports it, or take it out."
            yield _stop("Q05", message, f"options.{place}", fix, option.text)


def money(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q06: nothing about payment, insurers, audits or scores."""
    for field, text in _texts(query):
        if found := _words()["money"].search(text) or re.search(r"\$", text):
            fix = "Leave out what the answer would pay or change."
            yield _stop("Q06", f"“{found[0]}” speaks of money or scores", field, fix, found[0])


def codes(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q07: clinical words, no codes."""
    for field, text in _texts(query):
        found = next((one[0] for one in _CODE.finditer(text) if not _VERTEBRA.fullmatch(one[0])), "")
        if found:
            fix = "Say it in clinical words."
            yield _stop("Q07", f"“{found}” is a code", field, fix, found)


def yes_no(query: CodingQuery, note: str) -> Iterator[Finding]:
    """Q08: yes or no asks about what is documented already: how two things hang together, which of two notes holds."""
    if query.kind is not QueryKind.YES_NO:
        return
    asked = {word.casefold() for word in _words()["conditions"].findall(query.question)}
    if not asked:
        fix = "Name the documented conditions it asks about, or ask an open question."
        yield _stop("Q08", "A yes/no question asks about something documented", "question", fix)


RULES: tuple[Callable[[CodingQuery, str], Iterator[Finding]], ...] = (
    question,
    indicators,
    leading,
    options,
    supported,
    money,
    codes,
    yes_no,
)


def _texts(query: CodingQuery) -> Iterator[tuple[str, str]]:
    yield "question", query.question
    for place, option in enumerate(query.options):
        yield f"options.{place}", option.text


def _not_documented(text: str, note: str, query: CodingQuery) -> Iterator[str]:
    """Conditions a text names that neither the note nor another cited record does, each once."""
    known = _stems(" ".join((note, *(found.text for found in query.indicators))))
    for word in dict.fromkeys(found.casefold() for found in _words()["conditions"].findall(text)):
        if not _stems(word) <= known:
            yield word


def _stems(text: str) -> set[str]:
    """The words of a text, plural and singular alike."""
    return {word.removesuffix("s").removesuffix("e") for word in _WORD.findall(text.casefold())}


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_LONGEST_LISTED]) + (" …" if len(words) > _LONGEST_LISTED else "")


def _stop(rule: str, message: str, field: str, fix: str, value: str = "") -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.MUST_FIX,
        message=message,
        where="query",
        value=value,
        why="A question may not lead, and its answer must rest on what is documented.",
        source=SOURCE,
        fix=fix,
        field=field,
    )
