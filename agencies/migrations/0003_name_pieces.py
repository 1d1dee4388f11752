"""Each two neighbouring signs of a party's name, so that a part of a name is found among millions."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

NAME_PIECES = r"""
CREATE FUNCTION agencies_name_pieces(name text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- Of "Ａ 诊所" a诊 and 诊所: width, capitals and spaces make no difference. A single sign is its own piece.
DECLARE
    folded text := lower(regexp_replace(normalize(name, NFKC), '\s+', '', 'g'));
    pieces text[] := '{}';
BEGIN
    FOR i IN 1 .. greatest(length(folded) - 1, 1) LOOP
        pieces := pieces || substr(folded, i, 2);
    END LOOP;
    RETURN pieces;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_user_name_rule'),
    ]

    operations = [
        migrations.RunSQL(NAME_PIECES, 'DROP FUNCTION agencies_name_pieces(text)'),
        migrations.AddField(
            model_name='party',
            name='name_pieces',
            field=models.GeneratedField(db_persist=True, expression=models.Func('name', function='agencies_name_pieces'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None), verbose_name='pieces of the name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_pieces'], name='party_name_pieces'),
        ),
    ]
