from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maintenance", "0009_leave_a_word")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status__in", ("nouveau", "pris"))),
                fields=["due_at", "id"],
                include=("school",),
                name="ticket_running_by_due",
            ),
        ),
    ]
