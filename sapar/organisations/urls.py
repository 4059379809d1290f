"""Addresses of the organisation's pages (under /staff/organisation/) and of the newcomer's page (at the root)."""

from django.urls import path

from sapar.organisations.views import agreements, codes, invitation, members, network, organisation

sign_in_patterns = [
    path("signin/invitation/<slug:code>/", invitation.invitation, name="signin-invitation"),
]

staff_patterns = [
    path("", organisation.home, name="home"),
    path("edit/", organisation.profile, name="profile"),
    path("choose/<uuid:org_id>/", organisation.choose, name="choose"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("invitations/<uuid:invitation_id>/withdraw/", members.withdraw, name="withdraw"),
    path("members/<uuid:member_id>/", members.member, name="member"),
    path("members/<uuid:member_id>/role/", members.role, name="role"),
    path("members/<uuid:member_id>/end/", members.end, name="end"),
    path("members/<uuid:member_id>/sheet/", codes.sheet, name="sheet"),
    path("members/<uuid:member_id>/reset/", codes.reset, name="reset"),
    path("members/<uuid:member_id>/unblock/", codes.unblock, name="unblock"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/add/", agreements.add, name="agreement-add"),
    path("agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/end/", agreements.end, name="agreement-end"),
    path("network/", network.network, name="network"),
    path("network/invite/", network.invite, name="network-invite"),
    path("network/<uuid:org_id>/invite/", network.invite_again, name="network-invite-again"),
]
