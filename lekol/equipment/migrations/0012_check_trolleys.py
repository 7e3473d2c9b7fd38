import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("equipment", "0011_price_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="audit",
            name="trolley",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="checks",
                to="equipment.asset",
                verbose_name="mallette",
            ),
        ),
    ]
