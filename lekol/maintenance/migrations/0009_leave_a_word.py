from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maintenance", "0008_put_tickets_off")]

    operations = [
        migrations.AddField(
            model_name="stop",
            name="word",
            field=models.CharField(blank=True, max_length=400, verbose_name="mot laissé à l’école"),
        ),
    ]
