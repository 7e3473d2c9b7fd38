"""Every page in a real browser: accessible, light and dark, desktop and phone; nothing from outside; light."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from lekol.agreement.models import Agreement, Declaration, Draft
from lekol.directory.choices import Role
from lekol.directory.models import Post, School
from lekol.equipment.models import Asset
from lekol.governance.models import Action, Appointment, Indicator, Meeting, Operation, Programme, Review
from lekol.maintenance.models import Mail, Ticket
from lekol.pact.measures import announced
from lekol.pupils.models import Discrepancy

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BUDGET = 60_000
WIDTHS = [1440, 390]
CONTRAST = {"runOnly": ["color-contrast"]}


def addresses() -> dict[str, list[str]]:
    """Function → pages it opens: together, every page of the product."""
    agreement, school = Agreement.objects.get(slug="saint-denis-2025"), School.objects.get(name="Les Badamiers")
    head = Post.objects.get(role=Role.SCHOOL_HEAD, school=school, valid__endswith=None).person
    asset = Asset.objects.filter(placements__school=school).order_by("pk")[0]
    declaration = Declaration.objects.filter(commitment__clause="3.7").get()
    draft, page = Draft.objects.get(), reverse
    lead = [
        "/", page("agreement:board"), page("agreement:agreement", args=["saint-denis-2017"]),
        page("agreement:text", args=[agreement.slug]), page("agreement:clause", args=[agreement.slug, "3.1"]),
        page("agreement:clause", args=[agreement.slug, "3.14"]),
        page("agreement:clause", args=[agreement.slug, "3.2"]),
        page("agreement:declare", args=[agreement.slug, "3.2"]),
        page("agreement:load"), page("agreement:drafts"), page("agreement:send_draft"), draft.get_absolute_url(),
        page("agreement:enact_draft", args=[draft.ref]), page("agreement:add_draft_item", args=[draft.ref, "comite"]),
        *(
            page("agreement:draft_item", args=[draft.ref, item.pk])
            for item in draft.items.order_by("kind", "pk").distinct("kind")
        ),
        page("agreement:merge_draft_item", args=[draft.ref, draft.items.filter(kind="engagement")[0].pk]),
        page("agreement:answer", args=[agreement.slug, "3.7", declaration.pk]),
        page("agreement:sign", args=["saint-denis-2017"]), page("agreement:measures"),
        page("agreement:measure", args=["network.links_sized"]),
        page("directory:schools"), school.get_absolute_url(), page("directory:edit_school", args=[school.uai]),
        page("directory:change_code", args=[school.uai]), page("directory:replace_school", args=[school.uai]),
        page("directory:close_school", args=[school.uai]),
        page("directory:headcount", args=[school.uai]), page("directory:add_room", args=[school.uai]),
        page("directory:edit_room", args=[school.uai, school.rooms.first().pk]),
        page("directory:remove_room", args=[school.uai, school.rooms.first().pk]),
        page("directory:add_class", args=[school.uai]),
        page("directory:edit_class", args=[school.uai, school.class_groups.first().pk]),
        page("directory:remove_class", args=[school.uai, school.class_groups.first().pk]),
        page("directory:map"), page("directory:people"), page("directory:add_person"), head.get_absolute_url(),
        page("equipment:devices"), asset.get_absolute_url(), page("equipment:add", args=[school.uai]),
        *(page(f"equipment:{verb}", args=[asset.inventory_number]) for verb in ("move", "install")),
        page("equipment:step", args=[asset.inventory_number, "en_reparation"]),
        page("equipment:connect", args=[asset.inventory_number]),
        page("equipment:fill", args=[school.uai, "copieur", 1]),
        page("equipment:vacate", args=[school.uai, "telephone", 1]),
        page("equipment:plan_trolleys", args=[school.uai]),
        *sorted({page(found.drill) for found in announced().values()}),
        *(page(f"network:{verb}", args=[school.uai]) for verb in ("outlet", "link", "rate")),
        *(page(f"equipment:{name}") for name in ESTATE), page("equipment:labels", args=[school.uai]),
        page("equipment:checks", args=[school.uai]),
        page("equipment:check_room", args=[school.uai, school.rooms.first().pk]),
        *(page(f"maintenance:{name}") for name in FAULTS), Ticket.objects.first().get_absolute_url(),
        *(page(f"maintenance:{name}", args=[Mail.objects.filter(person__isnull=False).latest("at").pk])
          for name in ("mail", "attach_mail", "open_mail", "drop_mail")),
        page("pupils:index"),
        *governance(), *life(agreement),
        page("desks:imports"), page("desks:import_new", args=["directory.schools"]), page("desks:scope"),
        page("desks:deadlines"), page("privacy:register"), page("privacy:processing", args=["identity.accounts"]),
        page("privacy:mine"), page("desks:my_rights"), page("desks:account"),
        page("desks:search") + "?q=badamiers", page("desks:journal"),
        page("account_change_password"), page("usersessions_list"), "/ecoles/0000000A/",
    ]  # fmt: skip
    guide = [page("desks:guide", args=[slug]) for slug in ("accueil", "convention", "imports", "accessibilite")]
    return {
        Role.PROJECT_LEAD: lead,
        Role.SCHOOL_HEAD: ["/", school.get_absolute_url()],
        Role.INSPECTOR: ["/"],
        Role.ACADEMIC_DIRECTOR: ["/"],
        Role.EDUCATION_HEAD: [
            page("pupils:compare"),
            page("pupils:review"),
            page("pupils:discrepancies"),
            page("pupils:ages"),
            page("pupils:report", args=[school.uai]),
            Discrepancy.objects.open().first().get_absolute_url(),
        ],
        Role.CITY_DPO: [page("pupils:objections"), page("pupils:add_objection"), page("pupils:readings")],
        Role.DIGITAL_ADVISER: [page("directory:open_post", args=[head.ref]), page("desks:rights", args=[head.ref])],
        "": [page("account_login"), page("account_reset_password"), page("desks:kit"), *guide],
    }


ESTATE = (
    "census", "contracts", "add_contract", "models", "add_model", "suppliers", "add_supplier", "fields", "add_field",
    "stock", "add_item", "hand_overs", "add_hand_over", "renewal", "scenarios", "add_scenario", "health", "quarantine",
    "keys", "create_key", "base", "require", "edit_prices",
)  # fmt: skip
FAULTS = (
    "tickets", "rules", "queue", "round", "report", "calendar", "close_days", "answers", "add_answer", "bulk",
    "statistics", "mentions", "plans", "add_plan", "habits", "add_macro", "write_checklist", "wishes", "mails",
)  # fmt: skip


def governance() -> list[str]:
    """Every page of the committees, their meetings, their decisions, the yearly report."""
    page, coming = reverse, Meeting.objects.get(state="convoquee").ref
    held = Meeting.objects.filter(state="tenue")[1].ref
    report, committee = Review.objects.first().ref, ["saint-denis-2025", "copil"]
    seat = Appointment.objects.filter(committee="copil").first().seat
    return [
        page("governance:index"), page("governance:decisions"), page("governance:tasks"), page("governance:reviews"),
        page("governance:committee", args=committee), page("governance:plan", args=committee),
        page("governance:fill_seats", args=committee),
        *(page(f"governance:{verb}", args=[*committee, seat]) for verb in ("appoint", "vacate", "delegate")),
        *(page(f"governance:{verb}", args=[coming]) for verb in (
            "meeting", "agenda", "add_item", "move_meeting", "cancel_meeting", "invite", "presences", "decide",
        )),
        page("governance:add_file", args=[coming]),
        page("governance:meeting", args=[held]), Action.objects.first().get_absolute_url(),
        page("governance:follow", args=[Action.objects.open().first().ref]),
        *(page(f"governance:{verb}", args=[report]) for verb in ("review", "review_texts")),
        page("governance:review_text", args=[report, "introduction"]),
        page("governance:review_rows", args=[report, "3.1"]),
        *plans(),
    ]  # fmt: skip


def life(agreement: Agreement) -> list[str]:
    """The life of a convention: its text on a day, avenants, formal notices, what follows."""
    page, slug = reverse, agreement.slug
    draft, notice = agreement.amendments.last(), agreement.notices.first()
    whole = ("life", "consolidated", "renewal", "succeed", "propose", "prepare_notice")
    steps = ("amendment", "redraft", "add_change", "answer_amendment", "drop_amendment")
    return [
        *(page(f"agreement:{name}", args=[slug]) for name in whole),
        *(page(f"agreement:{name}", args=[slug, draft.number]) for name in steps),
        page("agreement:notice", args=[slug, notice.ref]),
    ]


def plans() -> list[str]:
    """Indicators and annual programmes."""
    page, slug = reverse, ["saint-denis-2025"]
    followed, idea = Indicator.objects.exclude(decision=None).first(), Indicator.objects.filter(decision=None).first()
    draft = Programme.objects.exclude(revisions__isnull=False).first()
    signed = Programme.objects.filter(revisions__isnull=False).first()
    row = Operation.objects.filter(programme=draft).first()
    return [
        page("governance:duties"), page("agreement:clause", args=[*slug, "8.1"]),
        page("agreement:measure", args=["governance.committees_met"]),
        page("governance:indicators", args=slug), page("governance:add_indicator", args=slug),
        followed.get_absolute_url(), followed.get_absolute_url() + "?par=taille", idea.get_absolute_url(),
        page("governance:edit_indicator", args=[idea.ref]), page("governance:retain_indicator", args=[idea.ref]),
        page("governance:give_up_indicator", args=[followed.ref]), page("governance:programmes", args=slug),
        draft.get_absolute_url(), signed.get_absolute_url(), row.get_absolute_url(),
        Operation.objects.filter(programme=signed).first().get_absolute_url(),
        *(page(f"governance:{verb}", args=[draft.ref]) for verb in (
            "programme_intro", "add_operation", "consult", "opine",
        )),
        page("governance:edit_operation", args=[row.ref]), page("governance:advance_operation", args=[row.ref]),
        page("governance:reopen_programme", args=[signed.ref]),
    ]  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_light_and_whole(window, live_server, width):
    faults = []
    for role, paths in addresses().items():
        context = window(role, width)
        tab = context.new_page()
        tab.emulate_media(reduced_motion="reduce")  # colours that glide would be judged on their way
        for path in paths:
            faults += look(tab, live_server.url, path)
        context.close()
    assert faults == []


def weigh(tab, url, known={}):  # noqa: B006 — a static file weighs the same on every page
    """Bytes of an answer once compressed; asked again, since a browser forgets what it has drawn."""
    if url not in known:
        body = tab.context.request.get(url).body()
        weight = len(body) if url.endswith(".woff2") else len(gzip.compress(body))
        if "/statique/" not in url:
            return weight
        known[url] = weight
    return known[url]


def seen(tab, name, options=None):
    """What axe finds on the page as it is."""
    faults = Axe().run(tab, options=options).response["violations"]
    return [f"{name} : {fault['id']} {fault['nodes'][0]['html'][:90]}" for fault in faults]


def look(tab, server, path):
    """What is wrong with one page: axe, console, outside requests, weight, sideways scrolling."""
    answers, said = [], []
    listeners = {
        "response": lambda answer: answers.append(answer),
        "console": lambda line: said.extend([line.text] if line.type in ("error", "warning") else []),
    }
    for event, listener in listeners.items():
        tab.on(event, listener)
    response = tab.goto(server + path)
    found = seen(tab, path)
    tab.emulate_media(color_scheme="dark")  # the same page turns dark: only its colours change
    found += seen(tab, f"{path} (sombre)", CONTRAST)
    tab.emulate_media(color_scheme="light")
    expected = 404 if "0000000A" in path else 200
    if response.status != expected:
        found.append(f"{path} : réponse {response.status}")
    if said and expected == 200:
        found.append(f"{path} : console {said[:2]}")
    found += [f"{path} : demande {answer.url}" for answer in answers if not answer.url.startswith(server)]
    weight = sum(weigh(tab, url) for url in {answer.url for answer in answers if answer.ok})
    if weight >= BUDGET:
        found.append(f"{path} : pèse {weight} octets")
    if (wide := tab.evaluate("document.documentElement.scrollWidth")) > tab.viewport_size["width"]:
        found.append(f"{path} : déborde à {wide} px")
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)
    return found
