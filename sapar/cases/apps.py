from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "sapar.cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from sapar.cases import holders, queries, work_queries
        from sapar.people import panels
        from sapar.same import documents

        documents.register(holders.holders, holders.numbers)

        panels.register(
            "cases",
            lambda actor, person: (
                "cases/of_person.html",
                {
                    "cases": queries.cases_of(actor, person.pk),
                    "unsafe": work_queries.unsafe_around(actor, person.pk),
                },
            ),
        )
