"""`/sante/`: what a probe needs to know, and nothing a stranger could use."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lekol.agreement.models import MeasurePass


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the base answers and its tables are up to date, 503 otherwise."""
    report: dict[str, object] = {"version": settings.VERSION, "base": False, "migrations": False, "releve": None}
    try:
        executor = MigrationExecutor(connection)
        report["base"] = True
        report["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        last = MeasurePass.objects.first() if report["migrations"] else None
        report["releve"] = last.on.isoformat() if last else None
    except DatabaseError:
        pass
    sound = bool(report["base"] and report["migrations"])
    return JsonResponse({"sain": sound, **report}, status=200 if sound else 503)
