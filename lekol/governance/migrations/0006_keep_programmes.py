"""Revisions, versions of operations, their follow-up and opinions are written once: the database refuses to change them."""

from django.db import migrations

TABLES = ("operationversion", "operationstep", "opinion", "programmerevision")
REFUSE = "".join(
    f"CREATE TRIGGER governance_{table}_once BEFORE UPDATE OR DELETE ON governance_{table}"
    " FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();\n"
    for table in TABLES
)
ALLOW = "".join(f"DROP TRIGGER governance_{table}_once ON governance_{table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_programmes")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
