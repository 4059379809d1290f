"""Addresses of sign-in (at the root) and of the account page (under /staff/account/)."""

from django.urls import path

from sapar.accounts.views import account, setup, signin

sign_in_patterns = [
    path("signin/", signin.sign_in, name="signin"),
    path("signin/second/", signin.second, name="signin-second"),
    path("signin/second/key/", signin.second_key, name="signin-second-key"),
    path("signin/second/key/options/", signin.second_key_options, name="signin-second-key-options"),
    path("signin/passkey/", signin.key, name="signin-key"),
    path("signin/passkey/options/", signin.key_options, name="signin-key-options"),
    path("signin/reset/", signin.reset, name="signin-reset"),
    path("signout/", signin.sign_out, name="signout"),
    path("staff/setup/", setup.setup, name="setup"),
    path("staff/setup/passkey/", setup.key, name="setup-key"),
    path("staff/setup/passkey/options/", setup.key_options, name="setup-key-options"),
]

staff_patterns = [
    path("", account.home, name="home"),
    path("profile/", account.profile, name="profile"),
    path("password/", account.password, name="password"),
    path("confirm/", account.confirm, name="confirm"),
    path("app/", account.app, name="app"),
    path("app/remove/", account.app_remove, name="app-remove"),
    path("passkeys/add/", account.key_add, name="key-add"),
    path("passkeys/options/", account.key_options, name="key-options"),
    path("passkeys/<uuid:key_id>/remove/", account.key_remove, name="key-remove"),
    path("sessions/end-others/", account.sessions_end, name="sessions-end"),
    path("sessions/<uuid:session_id>/end/", account.session_end, name="session-end"),
]
