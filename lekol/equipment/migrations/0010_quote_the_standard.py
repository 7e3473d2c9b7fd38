from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("equipment", "0009_plan_renewal"),
    ]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="clause",
            field=models.CharField(blank=True, max_length=8, verbose_name="clause"),
        ),
        migrations.AddField(
            model_name="slot",
            name="wording",
            field=models.CharField(blank=True, max_length=120, verbose_name="mots du texte"),
        ),
        migrations.AlterField(
            model_name="slot",
            name="kind",
            field=models.CharField(max_length=18, verbose_name="emplacement requis"),
        ),
    ]
