"""The copies of the party's place and name follow it: a foreign key over all three, which cascades."""

from django.db import migrations

FOLLOW = """
ALTER TABLE institutions_institution ADD CONSTRAINT institution_follows_its_party
    FOREIGN KEY (party_id, region_path, name) REFERENCES agencies_party (id, region_path, name)
    ON UPDATE CASCADE
"""


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0001_initial'),
        ('agencies', '0004_party_key_place_and_name'),
    ]

    operations = [
        migrations.RunSQL(FOLLOW, 'ALTER TABLE institutions_institution DROP CONSTRAINT institution_follows_its_party'),
    ]
