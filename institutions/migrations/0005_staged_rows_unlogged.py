"""What is staged can be read again from its file: it needs no place in the write-ahead log."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0004_imports'),
    ]

    operations = [
        migrations.RunSQL(
            'ALTER TABLE institutions_stagedrow SET UNLOGGED', 'ALTER TABLE institutions_stagedrow SET LOGGED'
        ),
    ]
