"""The copies of the party's place and name follow it: a foreign key over all three, which cascades."""

from django.db import migrations

FOLLOW = """
ALTER TABLE practitioners_practitioner ADD CONSTRAINT practitioner_follows_its_party
    FOREIGN KEY (party_id, region_path, name) REFERENCES agencies_party (id, region_path, name)
    ON UPDATE CASCADE
"""


class Migration(migrations.Migration):

    dependencies = [
        ('practitioners', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(FOLLOW, 'ALTER TABLE practitioners_practitioner DROP CONSTRAINT practitioner_follows_its_party'),
    ]
