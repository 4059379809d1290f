"""The ids that addresses of monitoring need; a part of `Things`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories import acting

if TYPE_CHECKING:
    from tests import world


class ThingsOfMonitoring:
    built: world.World

    def _concern(self) -> dict[str, object]:
        from sapar.monitoring.models import Concern

        with acting(self.built.staff["meerim"], door="monitor"):
            return {"concern_id": Concern.objects.filter(state="replied").get().pk, "verb": "drop"}

    def _evidence(self) -> dict[str, object]:
        from sapar.vault.models import SealedFile

        with acting(self.built.staff["meerim"]):
            file = SealedFile.objects.get(attached_kind="visit")
            return {"visit_id": file.attached_id, "file_id": file.pk}

    def _correction(self) -> dict[str, object]:
        from sapar.monitoring.models import Correction

        with acting(self.built.staff["asel"]):
            return {"correction_id": Correction.objects.get().pk}
