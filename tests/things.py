"""The ids that addresses need, by what the table of addresses calls them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.common.tenancy import scope
from tests.factories import acting
from tests.things_of_monitoring import ThingsOfMonitoring

if TYPE_CHECKING:
    from tests import world


@dataclass
class Things(ThingsOfMonitoring):
    built: world.World

    def of(self, kind: str, parameters: list[str]) -> dict[str, object]:
        known = getattr(self, "_" + kind.replace("-", "_"))() if kind else {}
        usual = {"verb": "finish", "slug": "demo-nowhere", "code": "en"}
        return {name: known.get(name, usual.get(name, uuid.uuid4())) for name in parameters}

    def _case(self) -> dict[str, object]:
        return {"case_id": self.built.case.pk}

    def _case_to_org(self) -> dict[str, object]:
        return self._case() | {"org_id": self.built.staff["marat"].org_id}

    def _handover(self) -> dict[str, object]:
        from sapar.cases.models import Handover

        return {
            "handover_id": Handover.objects.filter(to_member=self.built.staff["bakyt"].member_id).first().pk
        }

    def _glass(self) -> dict[str, object]:
        from sapar.cases.models import GlassBreak

        return {"glass_id": GlassBreak.objects.get().pk}

    def _likeness(self) -> dict[str, object]:
        from sapar.same.models import Likeness

        return {"likeness_id": Likeness.objects.first().pk}

    def _merge(self) -> dict[str, object]:
        from sapar.same.models import Merge

        return {"merge_id": Merge.objects.get().pk}

    def _project(self) -> dict[str, object]:
        from sapar.cases.models import Project

        return {"project_id": Project.objects.get().pk}

    def _service(self) -> dict[str, object]:
        return self._case() | {"service_id": self.built.case.services.first().pk}

    def _party(self) -> dict[str, object]:
        return self._case() | {"party_id": self.built.case.parties.get().pk}

    def _follow_up(self) -> dict[str, object]:
        return self._case() | {"follow_up_id": self.built.case.follow_ups.get().pk}

    def _participant(self) -> dict[str, object]:
        return self._case() | {"participant_id": self.built.case.participants.first().pk}

    def _problem(self) -> dict[str, object]:
        return self._case() | {"problem_id": self.built.case.problems.filter(state="open").first().pk}

    def _task(self) -> dict[str, object]:
        return self._case() | {"task_id": self.built.case.tasks.first().pk}

    def _paper(self) -> dict[str, object]:
        return self._case() | {"paper_id": self.built.case.papers.first().pk}

    def _file(self) -> dict[str, object]:
        from sapar.vault.models import SealedFile

        return self._case() | {"file_id": SealedFile.objects.get(attached_id=self.built.case.pk).pk}

    def _decision(self) -> dict[str, object]:
        from sapar.people.models import JointDecision

        return {"decision_id": JointDecision.objects.get().pk}

    def _child(self) -> dict[str, object]:
        from sapar.people.models import JointDecision

        return {"person_id": JointDecision.objects.get().person_id}

    def _link(self) -> dict[str, object]:
        link = self._mother().links.filter(ended_at=None).first()
        return {"person_id": link.person_id, "link_id": link.pk}

    def _person(self) -> dict[str, object]:
        return {"person_id": self._mother().pk}

    def _mother(self) -> object:
        return self.built.case.participants.get(relation="mother").person

    def _phone(self) -> dict[str, object]:
        return self._person() | {"phone_id": self._mother().phones.get().pk}

    def _consent(self) -> dict[str, object]:
        from sapar.people.models import Consent

        return {"consent_id": Consent.objects.first().pk}

    def _practice_draft(self) -> dict[str, object]:
        from sapar.practice.models import Entry

        return {"entry_id": Entry._base_manager.get(state="draft").pk}

    def _practice_move(self) -> dict[str, object]:
        return self._practice_draft() | {"verb": "second"}

    def _practice_public(self) -> dict[str, object]:
        from sapar.practice.models import Entry

        return {"entry_id": Entry._base_manager.get(state="published").pk}

    def _referral(self) -> dict[str, object]:
        return {"referral_id": self.built.case.referrals.get(to_org=self.built.staff["dana"].org).pk}

    def _referral_asked(self) -> dict[str, object]:
        return {"referral_id": self.built.case.referrals.get(to_org=self.built.staff["asel"].org).pk}

    def _referral_outside(self) -> dict[str, object]:
        return {"referral_id": self.built.case.referrals.get(way="sheet").pk}

    def _disclosure(self) -> dict[str, object]:
        from sapar.referrals.models import Disclosure

        return {"disclosure_id": Disclosure.objects.get().pk}

    def _referral_problem(self) -> dict[str, object]:
        return self._referral() | {"problem_id": self.built.case.problems.get(code="not-free-to-leave").pk}

    def _member(self) -> dict[str, object]:
        return {"member_id": self.built.staff["aigul"].member_id}

    def _invitation(self) -> dict[str, object]:
        from sapar.organisations.models import Invitation

        return {"invitation_id": Invitation.objects.get().pk}

    def _agreement(self) -> dict[str, object]:
        from sapar.organisations.models import Agreement

        return {
            "agreement_id": Agreement.objects.get(
                org=self.built.staff["gulnara"].org, partner=self.built.staff["dana"].org, scope="Referrals"
            ).pk
        }

    def _contact(self) -> dict[str, object]:
        from sapar.intake.models import Contact

        return {"pk": Contact.objects.filter(outcome="call-back").first().pk}

    def _call(self) -> dict[str, object]:
        from sapar.intake.models import CallBack

        return {"pk": CallBack.objects.filter(kind="contact").first().pk, "verb": "take"}

    def _draft(self) -> dict[str, object]:
        from sapar.intake.models import Draft

        return {"pk": Draft.objects.exclude(passed_at=None).get().pk}

    def _tried(self) -> dict[str, object]:
        from sapar.intake.models import Try

        return {"case_id": Try.objects.first().case_id}

    def _contact_file(self) -> dict[str, object]:
        from sapar.vault.models import SealedFile

        file = SealedFile.objects.filter(attached_kind="contact").first()
        return {"pk": file.attached_id, "file_id": file.pk}

    def _shift(self) -> dict[str, object]:
        from sapar.rota.models import Shift

        return {"shift_id": Shift.objects.first().pk}

    def _line(self) -> dict[str, object]:
        from sapar.rota.models import PublicLine

        return {"line_id": PublicLine.objects.filter(org=self.built.staff["gulnara"].org).first().pk}

    def _public_line(self) -> dict[str, object]:
        return self._line() | {"verb": "down"}

    def _request(self) -> dict[str, object]:
        from sapar.intake.models import HelpRequest

        return {"pk": HelpRequest.objects.get().pk, "verb": "take"}

    def _subject_case(self) -> dict[str, object]:
        return {"subject_id": self.built.case.pk}

    def _subject_person(self) -> dict[str, object]:
        return {"subject_id": self._mother().pk}

    def _subject_contact(self) -> dict[str, object]:
        return {"subject_id": self._contact()["pk"]}

    def _hold(self) -> dict[str, object]:
        return {"hold_id": self._of_dana("Hold"), "verb": "review"}

    def _export(self) -> dict[str, object]:
        return {"export_id": self._of_dana("Export"), "verb": "refuse"}

    def _certificate(self) -> dict[str, object]:
        return {"certificate_id": self._of_dana("Certificate")}

    def _of_dana(self, name: str) -> object:
        from sapar.keeping import models

        with acting(self.built.staff["dana"]):
            return getattr(models, name).objects.get().pk

    def _screening(self) -> dict[str, object]:
        from sapar.screening.models import Screening

        return {"screening_id": Screening.objects.get(state="begun").pk}

    def _screened_case(self) -> dict[str, object]:
        from sapar.screening.models import Screening

        return {"case_id": Screening.objects.get(state="begun").case_id}

    def _screened(self) -> dict[str, object]:
        from sapar.screening.models import Screening

        return self._screened_case() | {"person_id": Screening.objects.get(state="begun").person_id}

    def _determination(self) -> dict[str, object]:
        from sapar.screening.models import Determination

        return {"determination_id": Determination.objects.get().pk}

    def _support(self) -> dict[str, object]:
        from sapar.screening.models import Support

        return {"support_id": Support.objects.filter(state="wanted").first().pk}

    def _notice(self) -> dict[str, object]:
        from sapar.screening.models import Notice

        return {"notice_id": Notice.objects.get().pk}

    def _entry(self) -> dict[str, object]:
        return {"entry_id": self._told("open").entry_id}

    def _case_of_entry(self) -> dict[str, object]:
        told = self._told("open")
        return {"case_id": told.case_id, "person_id": told.entry.person_id}

    def _acquaintance_notice(self) -> dict[str, object]:
        return {"notice_id": self._told("open").pk}

    def _told(self, state: str) -> object:
        from sapar.acquaintance.models import Notice

        return Notice.objects.select_related("entry").get(state=state)

    def _acquaintance_word(self) -> dict[str, object]:
        from sapar.acquaintance.models import Word

        with acting(self.built.staff["saule"]):
            return {"word_id": Word.objects.get().pk}

    def _training(self) -> dict[str, object]:
        from sapar.screening.models import Training

        return {"training_id": Training.objects.first().pk}

    def _duty(self) -> dict[str, object]:
        from sapar.screening.models import Duty

        return {"duty_id": Duty.objects.get().pk}

    def _batch(self) -> dict[str, object]:
        from sapar.sheets.models import Batch

        return {"batch_id": Batch.objects.get().pk, "state": "rejected", "verb": "undo"}

    def _form_language(self) -> dict[str, object]:
        return {"language": "ky"}

    def _release(self) -> dict[str, object]:
        from sapar.insight.models import Release

        with scope(door="figures"):
            return {"release_id": Release.objects.get(state="asked").pk, "verb": "refuse"}

    def _research(self) -> dict[str, object]:
        from sapar.insight.models import ResearchRequest

        with scope(door="figures"):
            return {"request_id": ResearchRequest.objects.get().pk, "verb": "approve"}

    def _counted(self) -> dict[str, object]:
        from sapar.insight.models import Release

        with scope(door="figures"):
            return {"release_id": Release.objects.get(purpose="research").pk, "code": "topic"}

    def _as_monitor(self) -> dict[str, object]:
        return {}

    def _monitor(self) -> dict[str, object]:
        return {"member_id": self.built.staff["gulnara"].member_id}

    def _promise(self) -> dict[str, object]:
        from sapar.watch.models import Commitment

        return {"promise_id": Commitment.objects.get(state="proposed").pk}

    def _own_org(self) -> dict[str, object]:
        return {"org_id": self.built.staff["gulnara"].org_id}

    def _empty_org(self) -> dict[str, object]:
        return {}

    def _own_listing(self) -> dict[str, object]:
        return {}

    def _table_code(self) -> dict[str, object]:
        return {"code": "topics"}

    def _kept_offer(self) -> dict[str, object]:
        from sapar.directory.models import Offer

        return self._public() | {"offer_id": Offer.objects.filter(org=self._keeper()).first().pk}

    def _kept_site(self) -> dict[str, object]:
        from sapar.directory.models import Site

        return self._public() | {"site_id": Site.objects.filter(org=self._keeper()).first().pk}

    def _kept_person(self) -> dict[str, object]:
        from sapar.directory.models import Representative

        return self._public() | {"person_id": Representative.objects.filter(org=self._keeper()).first().pk}

    def _keeper(self) -> object:
        return self.built.staff["gulnara"].org

    def _public(self) -> dict[str, object]:
        return {"slug": self.built.staff["gulnara"].org.slug}
