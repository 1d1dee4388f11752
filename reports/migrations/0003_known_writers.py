"""Who is known to have written the bulletins that there are."""

from django.db import migrations

FILL = """
UPDATE reports_bulletin b SET writers = ARRAY(
    SELECT DISTINCT m.user_id FROM agencies_membership m WHERE m.id IN (b.made_by_id, b.changed_by_id) ORDER BY 1
)
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_writers")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
