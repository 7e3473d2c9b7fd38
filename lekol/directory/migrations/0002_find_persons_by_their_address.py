import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_create_territory_premises_and_people"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(django.db.models.functions.text.Upper("email"), name="person_by_address"),
        ),
    ]
