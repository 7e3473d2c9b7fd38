"""The policy in force as a page: the whole table, the delays, what the COTECH has to say, and a case to try."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lekol.kit.http import PersonRequest
from lekol.maintenance.access import commune_of
from lekol.maintenance.choices import Acquired, Impact, Nature, Owner
from lekol.maintenance.forms import FactsForm
from lekol.maintenance.rules.routing import Decision, Facts, condition, decide
from lekol.pact.delays import Delay
from lekol.pact.policies import Policy, in_force
from lekol.pact.routing import Route, questions


@require_safe
def rules(request: PersonRequest) -> HttpResponse:
    """Who repairs what in the reader’s territory, and who would act on the case they describe."""
    today = timezone.localdate()
    asked = FactsForm(request.GET) if "nature" in request.GET else FactsForm(initial={"jour": today})
    day = asked.cleaned_data["jour"] if asked.is_bound and asked.is_valid() else today
    policy = in_force(commune_of(request.person, request.scope), day)
    context = {
        "policy": policy,
        "rows": [_row(policy, rank, row) for rank, row in enumerate(policy.rows, 1)] if policy else [],
        "delays": [_delay(policy, row) for row in policy.protocol.delays] if policy else [],
        "questions": len(questions(policy.rows)) if policy else 0,
        "form": asked,
        "decision": _decision(policy, asked) if policy else None,
    }
    return render(request, "maintenance/rules.html", context)


def _decision(policy: Policy, asked: FactsForm) -> Decision | None:
    if not asked.is_bound or not asked.is_valid():
        return None
    words = asked.cleaned_data
    facts = Facts(
        words["nature"], words["origine"], words["proprietaire"], words["garantie"],
        contract=words["contrat"], expert=words["expert"], impact=words["arret"],
    )  # fmt: skip
    return decide(policy, facts, words["jour"])


def natures_of(row: Route | Delay) -> str:
    """« prise réseau, câble », or « tout le reste »."""
    return ", ".join(str(Nature(nature).label) for nature in row.natures) or "tout le reste"


def _row(policy: Policy, rank: int, row: Route) -> dict[str, Any]:
    said = condition(row, lambda word: str(Acquired(word).label), lambda word: str(Owner(word).label))
    return {"rank": rank, "what": natures_of(row), "condition": said, "desk": policy.name(row.desk), "row": row}


def _delay(policy: Policy, row: Delay) -> dict[str, Any]:
    impacts = " ou ".join(str(Impact(impact).label) for impact in row.impacts)
    desks = " ou ".join(map(policy.name, row.desks))
    return {"what": natures_of(row), "impacts": impacts, "desks": desks, "row": row}
