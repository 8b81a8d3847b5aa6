"""What was known by a day: records without the facts that are dated later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ansecurity_cli.diagnostics import Location
from ansecurity_cli.model.records import Answer, Appraisal, Assessment, Evidence, Recognition

# Stands for the answer of an earlier period whose file can't be used.
UNREADABLE = Answer(Location(""))
# Stands for the answers of the units that one was formed from: nobody but people adds them up.
MERGED = Answer(Location(""))


def known(answer: Answer, as_of: date) -> Answer:
    """The answer without documents, incidents and cases dated after the day."""
    papers, incidents, cases = answer.documents, answer.incidents, answer.cases
    confirmed = answer.confirmed_on
    if not (papers or incidents or cases or confirmed):
        return answer
    return replace(
        answer,
        documents=papers and tuple(one for one in papers if not one.issued or one.issued <= as_of),
        incidents=incidents and tuple(one for one in incidents if one.day <= as_of),
        cases=cases and tuple(one for one in cases if not one.day or one.day <= as_of),
        confirmed_on=confirmed if confirmed and confirmed <= as_of else None,
    )


def carried(answer: Answer | None, since: date | None, as_of: date) -> bool:
    """Whether an answer was copied from an earlier period and nobody has confirmed it since."""
    if answer is None or answer.carried_from is None:
        return False
    day = answer.confirmed_on
    return day is None or day > as_of or (since is not None and day < since)


def assessed(assessment: Assessment | None, as_of: date) -> bool:
    """Whether there is an assessment that counts by the day."""
    if assessment is None or not assessment.sound:
        return False
    return assessment.assessed_on is None or assessment.assessed_on <= as_of


def rounds(appraisal: Appraisal | None, as_of: date) -> tuple[Appraisal, ...]:
    """The rounds of appraisal that count by the day, each with what those before it found."""
    found: list[Appraisal] = []
    for one in appraisal.rounds if appraisal else ():
        if one.sound and (one.day is None or one.day <= as_of):
            found.append(one.after(found[-1]) if found else one)
    return tuple(found)


def appraised(appraisal: Appraisal | None, as_of: date) -> Appraisal | None:
    """What was appraised by the day: the last round, with what those before it found."""
    return next(reversed(rounds(appraisal, as_of)), None)


def backs(evidence: Evidence | None, as_of: date, needed_on: date) -> bool:
    """Whether a piece of evidence is known by a day and valid on the day it is needed for."""
    if evidence is None or (evidence.issued and evidence.issued > as_of):
        return False
    if not (evidence.number or evidence.issued or evidence.title or evidence.file):
        return False  # a note alone is no evidence
    return evidence.expires is None or evidence.expires >= needed_on


def registered(assessment: Assessment | None, as_of: date) -> bool | None:
    """Whether the unit has registered by the day; None where nothing is told."""
    if assessment is None or not assessment.sound or assessment.registered is None:
        return None
    # Where it has no day of its own, what is told of registering is as old as the assessment.
    told_on = assessment.registered.issued or assessment.assessed_on
    if told_on and told_on > as_of:
        return None
    said = assessment.registered
    if not (said.declined or said.number or said.issued or said.confirmed):
        return None  # a note alone is no registration
    return not said.declined


def recognised(appraisal: Appraisal | None, as_of: date) -> bool | None:
    """Whether the title was given by the day; None while nothing is decided."""
    last = appraised(appraisal, as_of)
    if last is None or last.recognition is None:
        return None
    if not decided(last.recognition, as_of):
        return None
    return {"granted": True, "refused": False}.get(last.recognition.result)


def decided(decision: Recognition, as_of: date) -> bool:
    """Whether a decision was taken by the day; of one without days that is believed."""
    days = (decision.meeting_on, decision.decided_on, decision.announced_on)
    told_on = decision.decided_on or max((day for day in days if day), default=None)
    return told_on is None or told_on <= as_of
