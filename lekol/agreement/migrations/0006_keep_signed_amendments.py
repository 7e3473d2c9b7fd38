"""Avenants that packs already told become rows, so that the text can be consolidated."""

from django.db import migrations


def keep(apps, schema_editor):
    agreement, amendment = (apps.get_model("agreement", name) for name in ("Agreement", "Amendment"))
    for found in agreement.objects.all():
        for row in found.data.get("amendments", []):
            words = {"title": row["title"], "signed_on": row["on"], "state": "signe", "from_pack": True}
            amendment.objects.get_or_create(agreement=found, number=row["number"], defaults=words)


class Migration(migrations.Migration):
    dependencies = [("agreement", "0005_live_the_agreement")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
