"""After many parties were added at once, the planner is to know of them: only the owner of a table may tell it.

Without, the check of each row's foreign key goes by an index of the region path, through all rows of a region.
"""

from django.db import migrations

LOOK = """
CREATE FUNCTION institutions_look_at_parties() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE agencies_party;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0005_staged_rows_unlogged'),
    ]

    operations = [
        migrations.RunSQL(LOOK, 'DROP FUNCTION institutions_look_at_parties()'),
    ]
