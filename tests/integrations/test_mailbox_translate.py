"""A message as bytes becomes words of ours, or is left aside with its reason. Nothing of it runs."""

from email.message import EmailMessage

import pytest

from lekol.integrations.mailbox.translate import FILE, FILES, HEAVIEST, PARTS, Aside, name_of, read, washed
from lekol.maintenance.ports import Incoming
from lekol.maintenance.rules.mail import nature_of, new_text, refs_of

TRUSTED = "mx.saint-denis.example"
PASSED = f"{TRUSTED}; dmarc=pass header.from=ecoles.example.org; spf=pass"


def message(text="L’écran est noir.", sender="marie@ecoles.example.org", subject="Écran noir", **heads):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Marie Payet <{sender}>", "pannes@ville.example", subject
    made["Message-ID"] = "<1@ecoles.example.org>"
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def test_a_message_is_its_sender_its_words_and_whether_it_is_proved():
    found = read(message(Authentication_Results=PASSED).as_bytes(), TRUSTED)
    assert isinstance(found, Incoming)
    assert (found.sender, found.name, found.subject) == ("marie@ecoles.example.org", "Marie Payet", "Écran noir")
    assert (found.text, found.verified) == ("L’écran est noir.", True)


@pytest.mark.parametrize(
    "results",
    [
        "",
        "autre.example; dmarc=pass header.from=ecoles.example.org",
        f"{TRUSTED}; dmarc=fail header.from=ecoles.example.org",
        f"{TRUSTED}; dmarc=pass header.from=ailleurs.example",
        f"{TRUSTED}; spf=pass smtp.mailfrom=ecoles.example.org",
    ],
)
def test_an_address_alone_proves_nothing(results):
    heads = {"Authentication_Results": results} if results else {}
    assert read(message(**heads).as_bytes(), TRUSTED).verified is False


def test_a_header_the_sender_added_under_ours_is_not_believed():
    made = message(Authentication_Results=f"{TRUSTED}; dmarc=fail header.from=ecoles.example.org")
    forged = made.as_bytes().replace(b"\n\n", f"\nAuthentication-Results: {PASSED}\n\n".encode(), 1)
    assert read(forged, TRUSTED).verified is False


def test_nobody_is_believed_when_no_server_is_named():
    assert read(message(Authentication_Results=PASSED).as_bytes(), "").verified is False


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner=x"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<ecoles.example.org>"},
        {"Return_Path": "<>"},
        {"X_Lekol": "ABC2345"},
    ],
)
def test_what_a_machine_wrote_is_left_aside(heads):
    found = read(message(**heads).as_bytes(), TRUSTED)
    assert isinstance(found, Aside)
    assert found.reason


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@ecoles.example.org", "no-reply@x.example", "postmaster@x.example"])
def test_robots_are_left_aside(sender):
    assert isinstance(read(message(sender=sender).as_bytes(), TRUSTED), Aside)


def test_a_message_that_says_it_is_no_answer_of_a_machine_is_read():
    assert isinstance(read(message(Auto_Submitted="no").as_bytes(), TRUSTED), Incoming)


def test_scripts_of_an_html_message_are_gone_and_its_words_stay():
    made = EmailMessage()
    made["From"], made["Message-ID"] = "a@b.example", "<2@b.example>"
    made.set_content(
        "<p>Bonjour</p><script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)><p>R&amp;D</p>",
        subtype="html",
    )
    text = read(made.as_bytes(), TRUSTED).text
    assert text.split() == ["Bonjour", "R&D"]


@pytest.mark.parametrize("text", ["<scr<script>ipt>x</script>", "<svg onload=alert(1)>", "&lt;script&gt;"])
def test_washed_html_holds_no_tag_a_page_would_run(text):
    assert "<svg" not in washed(text)


def test_files_are_bounded_in_number_and_in_size_and_named_without_folder():
    made = message()
    for rank in range(FILES + 3):
        made.add_attachment(b"x", maintype="image", subtype="png", filename=f"../../etc/{rank}.png")
    made.add_attachment(b"0" * (FILE + 1), maintype="application", subtype="zip", filename="bombe.zip")
    found = read(made.as_bytes(), TRUSTED)
    assert ([file.name for file in found.files[:2]], len(found.files), found.dropped) == (["0.png", "1.png"], FILES, 4)


def test_a_mail_bomb_is_left_aside():
    made = message()
    for _ in range(PARTS + 5):
        made.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
    assert "parties" in read(made.as_bytes(), TRUSTED).reason
    assert "15 Mo" in read(b"a" * (HEAVIEST + 1), TRUSTED).reason


def test_parts_nested_without_end_are_not_followed():
    deep = b"From: a@b.example\nMessage-ID: <3@b>\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (rank, rank) for rank in range(3_000)
    )
    assert isinstance(read(deep, TRUSTED), (Aside, Incoming))


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"From: \n\n", b"Content-Type: text/plain; charset=lune\n\nx"]
)
def test_what_is_no_message_is_left_aside_without_failing(content):
    assert isinstance(read(content, TRUSTED), Aside)


def test_what_was_just_written_ends_where_a_quotation_begins():
    assert new_text("Merci.\n\nLe lun. 2 nov. 2026 à 10:00, Ville <a@b.example> a écrit :\n> Bonjour") == "Merci."
    assert new_text("Oui\n> cité\nnon") == "Oui"


def test_a_reply_is_known_by_our_own_identifier_then_by_its_subject():
    refs = ("<autre@x.example>", "<ligne-ABC2345-17@lekol.example>")
    assert refs_of("Re: [Panne XYZ6789] Écran", refs) == ["ABC2345", "XYZ6789"]
    assert refs_of("Re: Écran", ()) == []


@pytest.mark.parametrize(
    ("text", "nature"),
    [("Plus d’internet dans l’école", "liaison"), ("Un site est bloqué", "filtrage"), ("Écran cassé", "appareil")],
)
def test_words_say_what_seems_broken(text, nature):
    assert nature_of(text) == nature


def test_a_file_name_is_a_name():
    assert name_of("..\\..\\windows\\a.exe") == "a.exe"
    assert name_of("\x00\n..") == "piece"
