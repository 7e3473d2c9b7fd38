from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_create_territory_premises_and_people"),
        ("equipment", "0010_quote_the_standard"),
    ]

    operations = [
        migrations.CreateModel(
            name="KindPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fixe", "ordinateur fixe"),
                            ("portable", "ordinateur portable"),
                            ("client_leger", "client léger"),
                            ("tablette", "tablette"),
                            ("mallette", "mallette de tablettes"),
                            ("chariot", "chariot de recharge"),
                            ("ecran", "écran"),
                            ("videoprojecteur", "vidéoprojecteur"),
                            ("tableau", "tableau interactif"),
                            ("ecran_tactile", "écran interactif"),
                            ("visualiseur", "visualiseur"),
                            ("copieur", "copieur multifonction"),
                            ("imprimante", "imprimante"),
                            ("numeriseur", "numériseur"),
                            ("telephone", "téléphone"),
                            ("smartphone", "téléphone portable"),
                            ("borne", "borne wifi"),
                            ("commutateur", "commutateur"),
                            ("routeur", "routeur"),
                            ("parefeu", "pare-feu"),
                            ("serveur", "serveur"),
                            ("stockage", "stockage en réseau"),
                            ("onduleur", "onduleur"),
                            ("camera", "caméra"),
                            ("enceinte", "enceinte ou casque"),
                            ("robot", "robot pédagogique"),
                            ("station", "station d’accueil"),
                            ("autre", "autre matériel"),
                        ],
                        max_length=16,
                        verbose_name="type",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=8,
                        validators=[django.core.validators.MinValueValidator(Decimal("1"))],
                        verbose_name="prix d’un neuf (€ TTC)",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kind_prices",
                        to="directory.commune",
                        verbose_name="commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "prix par type",
                "verbose_name_plural": "prix par type",
                "ordering": ["commune", "kind"],
                "constraints": [models.UniqueConstraint(fields=("commune", "kind"), name="kind_price_once")],
            },
        ),
    ]
