"""Moment 5, "The knock": police at the door, one button, a seized machine that says nothing, and work again the next day.

A real installation in the mode of every real office: the master key lies nowhere, two of three keepers bring it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psutil
import pytest
from django.utils import timezone

from sapar.accounts import totp
from sapar.config import cluster_places
from sapar.config.tests.test_installation import Installation
from tests.e2e.seat import Seat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser]

PASSWORD = "sapar-demo-2026"  # the invented staff's own
SAID = "Паспорт забрал Ерлан, она заперта на складе у рынка."
DRAFTED = "Недописанное: её зовут Гүлжамал, позвонит в семь."
LETTER = "Меня зовут Нуржамал, не звоните мужу."
PHONE, DIGITS = "+44 20 7946 0177", "442079460177"
ON_PAPER = "Ночью звонили на старый телефон, записано от руки."
TOLD = (
    "Ерлан",
    "складе у рынка",
    "Гүлжамал",
    "Недописанное",
    "Нуржамал",
    "не звоните мужу",
    DIGITS,
    "7946 0177",
)
SHARE = re.compile(r"\d\.\s+((?:[0-9A-Z]{4} ){15}[0-9A-Z]{4})")
HOME_ZONE = ZoneInfo("Asia/Bishkek")

STAFF = """
from sapar.config import cli_run
cli_run.open_django("web")
from sapar.config import demo, keyholder
keyholder.open_here()
demo.load()
"""
LATE = """
from sapar.intake.models import Contact
papers = Contact.objects.filter(source="paper").select_related("taken_by__user", "entered_by__user")
late = papers.latest("logged_at")
print(late.began_at.isoformat(), late.taken_by.user.username, late.entered_by.user.username, late.logged_at > late.began_at)
"""


class Office(Installation):
    """An installation without a demo's key: the keepers hold it."""

    def __init__(self, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        home.mkdir(parents=True)
        super().__init__(home, port)
        self.environment |= {"SAPAR_DEMO": "0", "SAPAR_LOG": "file", "SAPAR_IDLE_MINUTES": "60"}

    def told(self, *arguments: str, typed: tuple[str, ...] = ()) -> str:
        """What a command says when these lines are typed into it."""
        done = subprocess.run(
            [sys.executable, "-m", "sapar.config.cli", *arguments],
            env=self.environment, input="\n".join(typed) + "\n", capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def program(self, words: str) -> None:
        subprocess.run([sys.executable, "-c", words], env=self.environment, check=True, timeout=300)

    def code_of(self, name: str, *, steps: int) -> str:
        """The six digits on this person's phone now, or so many steps later."""
        secret = (self.home / "secret_key").read_text().strip().encode()
        at = timezone.now() + dt.timedelta(seconds=steps * totp.STEP)
        return totp.code_at(hmac.digest(secret, f"demo {name}".encode(), hashlib.sha256)[:20], at)

    def window(self, browser: Browser) -> Seat:
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{self.port}", locale="ru-RU", java_script_enabled=False
        )
        context.set_default_timeout(30_000)
        return Seat(context)

    def sign_in(self, seat: Seat, name: str, *, steps: int = 0) -> None:
        seat.go("/signin/")
        seat.send({"username": name, "password": PASSWORD})
        seat.send({"code": self.code_of(name, steps=steps)})

    def places(self) -> list[Path]:
        """Every file of it, the database's own too, wherever that lies."""
        above = [self.home, cluster_places.folder_in(self.home).parent]
        return [place for folder in above for place in folder.rglob("*") if place.is_file()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path / "office")
    yield found
    found.end()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path / "elsewhere")
    yield found
    found.end()


def ways_to_write(word: str) -> dict[str, bytes]:
    """The bytes by which a word would be found, whatever it was wrapped in."""
    plain = word.encode()
    found = {"utf-8": plain, "utf-16": word.encode("utf-16-le"), "utf-16-be": word.encode("utf-16-be")}
    found |= {"hex": plain.hex().encode(), "HEX": plain.hex().upper().encode()}
    found |= {"escaped": word.encode("unicode_escape"), "json": word.encode("ascii", "backslashreplace")}
    for shift in range(3):
        # Letters at the seams depend on the neighbours; the middle is the same wherever the word stands.
        coded = base64.b64encode(b"\0" * shift + plain)
        found[f"base64+{shift}"] = coded[(4 if shift else 0) : -4]
    return {how: needle for how, needle in found.items() if len(needle) >= 6}


def found_in(content: bytes, words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, how) for word in words for how, needle in ways_to_write(word).items() if needle in content]


@pytest.mark.parametrize("word", TOLD)
def test_the_search_finds_what_is_there(word):
    """Else the story below would prove nothing."""
    for how, wrapped in {
        "utf-8": f"x{word}y".encode(),
        "utf-16": f"x{word}y".encode("utf-16-le"),
        "hex": f"x{word}y".encode().hex().encode(),
        "base64": base64.b64encode(f"xx{word}yy".encode()),
    }.items():
        assert found_in(wrapped, (word,)), how


def test_the_knock(office: Office, elsewhere: Office, browser: Browser, tmp_path: Path) -> None:
    shares = SHARE.findall(office.told("keys", "init"))
    assert len(shares) == 3
    run = office.start()
    office.told("keys", "unlock", typed=(shares[0], shares[1]))
    office.program(STAFF)
    operator, receipt = the_evening(office, browser)
    backup = tmp_path / "backup.tar"
    office.told("backup", str(backup))

    one_button_locks_everything(office, operator)
    nothing_tells_while_it_runs(office)
    dumped = the_database_alone(office, tmp_path)
    the_plug_is_pulled(run)
    nothing_tells_on_the_disk(office, [*office.places(), dumped, backup], shares)

    the_next_day(office, elsewhere, backup, shares)
    with elsewhere.running():
        head = elsewhere.window(browser)
        two_keepers_unlock_on_the_page(elsewhere, head, shares)
        everything_is_there(elsewhere, browser, receipt)
        the_night_comes_in_from_paper(elsewhere, browser)


def the_evening(office: Office, browser: Browser) -> tuple[Seat, str]:
    """A talk is logged, another is begun and kept as a draft, a call for help comes in from the public page."""
    operator = office.window(browser)
    office.sign_in(operator, "aigul")
    operator.go("/staff/contacts/new/")
    operator.send(
        {"channel": "phone", "topic": "document-taken", "phone": PHONE, "words": SAID},
        'main form button[value="save"]',
    )
    operator.go("/staff/contacts/new/")
    operator.send({"topic": "debt", "words": DRAFTED}, 'main form button[value="keep"]')
    stranger = office.window(browser)
    stranger.go("/ru/ask/")
    stranger.send({"topic": "no-word", "phone": PHONE, "words": LETTER})
    return operator, stranger.page.locator("main .lead strong").inner_text()


def one_button_locks_everything(office: Office, operator: Seat) -> None:
    """One click on any page, no question. Staff pages say locked, public pages go on."""
    operator.go("/staff/contacts/")
    asked = len(operator.went)
    operator.page.locator('header form[action$="/vault/lock/"] button').first.click()
    operator.page.wait_for_load_state()
    assert [method for method, _path in operator.went[asked:]][0] == "POST"
    assert operator.path == "/staff/vault/"
    for address in ("/staff/contacts/", "/staff/cases/", "/staff/requests/", "/staff/referrals/"):
        operator.page.goto(address)
        operator.page.wait_for_load_state()
        assert found_in(operator.words.encode(), TOLD) == []
    operator.page.goto(_of_first_contact(office))
    assert operator.status == 503
    for public in ("/ru/", "/ky/find/", "/ru/ask/"):
        assert office.asks(public)[0] == 200


def _of_first_contact(office: Office) -> str:
    found = office.as_operator(
        "from sapar.intake.models import Contact\nprint(Contact.objects.order_by('-logged_at').first().pk)"
    )
    return f"/staff/contacts/{found.splitlines()[-1]}/"


def nothing_tells_while_it_runs(office: Office) -> None:
    """Neither the list of running programs nor their environments hold a word or a key."""
    mine = [one for one in psutil.process_iter() if _of(one, office.home)]
    assert mine
    for one in mine:
        said = " ".join(one.cmdline()) + " ".join(one.environ().values())
        assert found_in(said.encode(), TOLD) == []


def _of(process: psutil.Process, home: Path) -> bool:
    try:
        return str(home) in " ".join([*process.cmdline(), *process.environ().values()])
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def the_database_alone(office: Office, tmp_path: Path) -> Path:
    """As a superuser of the database would copy it, unpacked."""
    packed, plain = tmp_path / "seized.dump", tmp_path / "seized.sql"
    office.as_operator(
        "from sapar.config import database, pgtools\nfrom pathlib import Path\n"
        f"pgtools.dump(database.conninfo_for('operator'), Path({str(packed)!r}))"
    )
    with plain.open("wb") as out:
        subprocess.run(
            [str(cluster_places.binaries() / "pg_restore"), "--file=-", str(packed)], stdout=out, check=True
        )
    assert b"intake_contact" in plain.read_bytes()
    return plain


def the_plug_is_pulled(run: subprocess.Popen[bytes]) -> None:
    """No time to stop in good order."""
    everybody = [psutil.Process(run.pid), *psutil.Process(run.pid).children(recursive=True)]
    for one in everybody:
        one.send_signal(signal.SIGKILL)
    psutil.wait_procs(everybody, timeout=30)
    run.wait()


def nothing_tells_on_the_disk(office: Office, places: list[Path], shares: list[str]) -> None:
    """Every byte of every file: no word, no number, no key, no share."""
    from sapar.vault.keys import shares as keepers
    from sapar.vault.keys.status import fingerprint

    assert len(places) > 100
    found: dict[str, object] = {}
    secrets_of_keepers = tuple(shares) + tuple(one.replace(" ", "") for one in shares)
    expected = {re.search(r'"fingerprint": "([0-9a-f]+)"', (office.home / "keys/master.json").read_text())[1]}
    master = keepers.combine(shares[0], shares[2], expected)
    assert {fingerprint(master)} == expected
    for place in places:
        content = place.read_bytes()
        hits = found_in(content, TOLD) + [
            (one, "share") for one in secrets_of_keepers if one.encode() in content
        ]
        hits += [
            ("master key", how)
            for how in (master, master.hex().encode(), base64.b64encode(master))
            if how in content
        ]
        if hits:
            found[str(place)] = hits
    assert found == {}


def the_next_day(office: Office, elsewhere: Office, backup: Path, shares: list[str]) -> None:
    """Another machine, nothing but the backup and two keepers."""
    said = elsewhere.told("restore", str(backup), typed=(shares[1], shares[2]))
    assert "Restored as of" in said
    assert "are back" in said
    for name in ("secret_key", "keys/signin.key"):
        assert (elsewhere.home / name).read_bytes().strip() == (office.home / name).read_bytes().strip()
        assert not (elsewhere.home / name).stat().st_mode & 0o077


def two_keepers_unlock_on_the_page(elsewhere: Office, head: Seat, shares: list[str]) -> None:
    elsewhere.sign_in(head, "gulnara")
    head.page.goto("/staff/vault/")
    head.send({"share_a": shares[2], "share_b": shares[0]}, 'main form:has([name="share_a"]) button')
    assert '"open"' in elsewhere.asks("/readyz")[1]


def everything_is_there(elsewhere: Office, browser: Browser, receipt: str) -> None:
    """The talk, the draft, the letter, and the receipt that the stranger keeps."""
    operator = elsewhere.window(browser)
    # A fast machine is here within the half minute of her last code, which the backup knows to be used.
    elsewhere.sign_in(operator, "aigul", steps=1)
    operator.go(_of_first_contact(elsewhere))
    assert SAID in operator.words
    operator.go("/staff/contacts/new/")
    operator.press('a[href*="/contacts/drafts/"]')
    assert DRAFTED in operator.words
    stranger = elsewhere.window(browser)
    stranger.go("/ru/my-request/")
    stranger.send({"receipt": receipt})
    assert stranger.page.locator("main .state").count() == 1


def the_night_comes_in_from_paper(elsewhere: Office, browser: Browser) -> None:
    """What was taken by hand while everything was locked: when it was, and by whom, not when it was typed."""
    clerk = elsewhere.window(browser)
    elsewhere.sign_in(clerk, "bakyt")
    clerk.go("/staff/contacts/new/")
    night = dt.datetime.now(HOME_ZONE).replace(hour=3, minute=10, second=0, microsecond=0) - dt.timedelta(
        days=1
    )
    taker = clerk.page.locator('[name="taken_by"] option', has_text="Айгуль").get_attribute(
        "value", timeout=5_000
    )
    clerk.send(
        {
            "channel": "phone", "topic": "detention", "words": ON_PAPER, "taken_by": taker, "from_paper": ["on"],
            "began_on": night.strftime("%d.%m.%Y"), "began_time": "03:10",
        },
        'main form button[value="save"]',
    )  # fmt: skip
    began, took, typed, is_later = elsewhere.as_operator(LATE).splitlines()[-1].split()
    assert dt.datetime.fromisoformat(began) == night
    assert (took, typed, is_later) == ("aigul", "bakyt", "True")
