from django.db import migrations, models

KINDS = [
    ("signale", "signalement"), ("message", "message"), ("pris", "prise en charge"), ("question", "question à l’école"),
    ("transfert", "transfert"), ("fournisseur", "fournisseur"), ("alerte", "alerte"), ("resolu", "solution"),
    ("clos", "clôture"), ("rouvert", "réouverture"), ("reporte", "report"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("maintenance", "0007_sort_refused_mail")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="put_off_to",
            field=models.DateField(blank=True, null=True, verbose_name="reportée au"),
        ),
        migrations.AlterField(
            model_name="line",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=12, verbose_name="nature"),
        ),
    ]
