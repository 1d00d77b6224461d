"""Exports of the real corpus: valid for their readers, true to the records, and never current for what has ended."""

import copy
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from assistant.agenda import entries
from assistant.export import BYTE_ORDER_MARK, FORMATS, cell, csv_text, export, geojson, ics
from assistant.export_hsds import hsds
from corpus.loading import Corpus, load_corpus

TODAY = date(2026, 11, 22)
DISSOLVED = ("CHARMS Collaborative", "EDCO Collaborative")

# HSDS 3.1: the fields of the objects that we use (! required), and the kinds of the fields that are not any text.
HSDS = {
    "page": "total_items! total_pages! page_number! size! first_page! last_page! empty! contents!",
    "organization": "id! name! description! alternate_name website additional_websites year_incorporated legal_status "
    "phones contacts locations organization_identifiers services attributes",
    "service": "id! organization_id! name! status! description url additional_urls eligibility_description minimum_age "
    "maximum_age assured_date alert service_areas service_at_locations attributes",
    "service_at_location": "id! service_id! location_id! description location",
    "service_area": "id! name description",
    "location": "id! location_type! name description latitude longitude addresses",
    "address": "id! address_1! city! state_province! postal_code! country! address_type!",
    "phone": "id! number! extension type description",
    "contact": "id! name title",
    "organization_identifier": "id! identifier_type! identifier!",
    "url": "id! url! label",
    "attribute": "id! link_id! link_entity! link_type! taxonomy_term_id! value taxonomy_term",
    "taxonomy_term": "id! name! description! taxonomy taxonomy_detail",
    "taxonomy": "id! name! description!",
}
KINDS = {
    "uuid": "id organization_id service_id location_id link_id taxonomy_term_id",
    "number": "total_items total_pages page_number size year_incorporated extension minimum_age maximum_age latitude "
    "longitude",
    "true|false": "first_page last_page empty",
    "uri": "website url",
    "date": "assured_date",
    "physical|postal|virtual": "location_type address_type",
    "active|inactive|defunct|temporarily closed": "status",
    "text|voice|fax|cell|video|pager|textphone": "type",
    "[A-Z]{2}": "country",
}
KIND = {name: kind for kind, names in KINDS.items() for name in names.split()}
NESTED = {f"{name}s": name for name in HSDS} | {"contents": "organization", "addresses": "address"}
NESTED |= {"additional_websites": "url", "additional_urls": "url", "location": "location"}
NESTED |= {"taxonomy_term": "taxonomy_term", "taxonomy_detail": "taxonomy"}
PATTERNS = {
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "uri": r"https://\S+",
    "number": r"-?\d+(\.\d+)?",
    "string": r"(?s).*\S.*",
}


def mistakes(record: dict[str, Any], entity: str = "page", path: str = "") -> Iterator[str]:
    """Where a record departs from HSDS: a field that is missing, unknown, or of another kind."""
    fields = HSDS[entity].split()
    yield from (f"{path}{name[:-1]}: missing" for name in fields if name.endswith("!") and name[:-1] not in record)
    yield from (f"{path}{name}: not a field of {entity}" for name in record if not {name, f"{name}!"} & set(fields))
    for name, value in record.items():
        if name in NESTED:
            for i, item in enumerate(value if isinstance(value, list) else [value]):
                yield from mistakes(item, NESTED[name], f"{path}{name}/{i}/")
        elif not _fits(value, KIND.get(name, "string")):
            yield f"{path}{name}: {value!r} is not {KIND.get(name, 'string')}"


def _fits(value: object, kind: str) -> bool:
    """Whether a plain value is of a kind: a JSON number or flag, or a text of a pattern or out of a list."""
    if isinstance(value, str) == (kind in ("number", "true|false")):
        return False
    return bool(re.fullmatch(PATTERNS.get(kind, kind), value if isinstance(value, str) else json.dumps(value)))


def records(value: object) -> Iterator[dict[str, Any]]:
    """Every object within a JSON value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from records(item)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The real corpus."""
    return load_corpus()


@pytest.fixture(scope="module")
def page(corpus: Corpus) -> dict[str, Any]:
    """The real corpus in HSDS, as it is read back from JSON."""
    return dict(json.loads(export(corpus, "hsds", TODAY)))


@pytest.fixture(scope="module")
def services(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The HSDS services by their names."""
    return {service["name"]: service for org in page["contents"] for service in org["services"]}


@pytest.fixture(scope="module")
def rows(corpus: Corpus) -> list[dict[str, str]]:
    """The spreadsheet's rows as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(csv_text(corpus).removeprefix(BYTE_ORDER_MARK), newline="")))


def changed(corpus: Corpus, program: str, **fields: object) -> Corpus:
    """The corpus with one program written otherwise, and only its collaborative."""
    slug = corpus.directory.by_program[program].organization.slug
    organizations = [org for org in corpus.documents.organizations if org.slug == slug]
    programs = tuple(p.model_copy(update=fields) if p.id == program else p for p in organizations[0].programs)
    changed = (organizations[0].model_copy(update={"programs": programs}),)
    return Corpus.of(corpus.documents.model_copy(update={"organizations": changed}))


def named(page: dict[str, Any], name: str) -> dict[str, Any]:
    """An HSDS organization by its name."""
    return next(org for org in page["contents"] if org["name"] == name)


def terms(record: dict[str, Any], link_type: str) -> set[str]:
    """The names of a record's terms of one taxonomy."""
    return {a["taxonomy_term"]["name"] for a in record["attributes"] if a["link_type"] == link_type}


def unknown(record: dict[str, Any]) -> set[str]:
    """What a record says that our documents do not hold."""
    return {a["value"] for a in record["attributes"] if a["taxonomy_term"]["name"] == "not in our documents"}


# -- HSDS ----------------------------------------------------------------------------------------------------------


def test_hsds_fits_the_published_schema(page: dict[str, Any]) -> None:
    """Required fields, field names, kinds, enumerations."""
    assert list(mistakes(page)) == []


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda page: page["contents"][0].pop("description"), "contents/0/description: missing"),
        (lambda page: page["contents"][0].update(id="labbb"), "contents/0/id: 'labbb' is not uuid"),
        (lambda page: page["contents"][0].update(founded=1974), "contents/0/founded: not a field of organization"),
        (lambda page: page.update(size="26"), "size: '26' is not number"),
    ],
)
def test_the_schema_check_finds_mistakes(
    page: dict[str, Any], spoil: Callable[[dict[str, Any]], object], what: str
) -> None:
    """The check above is not empty."""
    spoilt = copy.deepcopy({**page, "contents": page["contents"][:1]})
    spoil(spoilt)
    assert what in list(mistakes(spoilt))


def test_hsds_is_complete(page: dict[str, Any], corpus: Corpus) -> None:
    """Every organization and every program is there once."""
    assert page["total_items"] == page["size"] == len(page["contents"]) == len(corpus.directory.organizations)
    names = [service["name"] for org in page["contents"] for service in org["services"]]
    assert sorted(names) == sorted(offer.program.name for offer in corpus.directory.offers)


def test_an_id_stands_for_one_record(page: dict[str, Any]) -> None:
    """An id that is met again is the same record, and links lead somewhere."""
    seen: dict[str, dict[str, Any]] = {}
    for record in records(page):
        if "id" in record:
            assert seen.setdefault(record["id"], record) == record
    for record in seen.values():
        for link in ("organization_id", "service_id", "location_id", "taxonomy_term_id", "link_id"):
            assert record.get(link, record["id"]) in seen


def test_ids_stay_the_same(page: dict[str, Any], corpus: Corpus) -> None:
    """Readers keep ids: they come from the slugs alone, not from what is written about a program."""
    labbb = named(page, "LABBB Educational Collaborative")
    renamed = hsds(changed(corpus, "labbb-lexington-high", name="Another name", towns=("Bedford",)))
    again = named(renamed, "LABBB Educational Collaborative")
    assert labbb["id"] == "8fb78bf8-b6c1-587d-9183-347c24ba6335"
    assert [s["id"] for s in labbb["services"]] == [s["id"] for s in again["services"]]


def test_nothing_unknown_is_written(page: dict[str, Any]) -> None:
    """No field is null, empty, or 'unknown'."""
    for record in records(page):
        assert not [name for name, value in record.items() if value in (None, "", [], {}, "unknown", "None")]


def test_a_service_says_what_its_record_says(services: dict[str, dict[str, Any]]) -> None:
    """Eligibility, place, service area, date and terms of one program that is well known."""
    service = services["LABBB at Lexington High School"]
    assert (service["status"], service["minimum_age"], service["maximum_age"]) == ("active", 14, 18)
    assert service["assured_date"] == "2023-01-01"
    assert "high school" in service["eligibility_description"]
    assert "medically complex" in service["eligibility_description"]
    assert {area["name"] for area in service["service_areas"]} >= {"Arlington", "Lexington", "Watertown"}
    assert terms(service, "service category") >= {"special education programs", "nursing and health"}
    assert "multiple disabilities" in terms(service, "population")
    [site] = service["service_at_locations"]
    assert "Lexington High School" in site["location"]["name"]
    assert "centre of the town" in site["location"]["description"]


def test_what_is_to_be_confirmed_says_so(services: dict[str, dict[str, Any]]) -> None:
    """An old listing is active in HSDS's words, with an alert and a note; regional districts name their towns."""
    service = services["ACCEPT middle school programs"]
    areas = {area["name"]: area["description"] for area in service["service_areas"]}
    assert "Towns: Dover, Sherborn." in areas["Dover-Sherborn Regional"]
    assert service["status"] == "active"
    assert service["alert"].startswith("Last confirmed 2017")
    assert "to be confirmed" in terms(service, "note")
    assert unknown(service) == {"place"}
    assert "service_at_locations" not in service


@pytest.mark.parametrize("as_of", [None, "2024", "2024-05", "2024-05-31"])
def test_information_is_never_made_younger(corpus: Corpus, as_of: str | None) -> None:
    """The assured date is the first day of the period known; the period itself stands in a note."""
    org = named(hsds(changed(corpus, "labbb-lexington-high", as_of=as_of)), "LABBB Educational Collaborative")
    service = next(s for s in org["services"] if s["name"] == "LABBB at Lexington High School")
    assert service.get("assured_date") == {4: f"{as_of}-01-01", 7: f"{as_of}-01", 10: as_of}.get(len(as_of or ""))
    assert ("date" in unknown(service)) == (as_of is None)


@pytest.mark.parametrize("name", DISSOLVED)
def test_a_dissolved_organization_is_never_current(page: dict[str, Any], name: str) -> None:
    """It says that it ended, can not be contacted, and serves no district."""
    org = named(page, name)
    assert org["legal_status"] == "dissolved"
    assert org["description"].startswith(f"{name} no longer exists.")
    assert not {"phones", "contacts", "website"} & org.keys()
    assert "region" not in {attribute["link_type"] for attribute in org["attributes"]}
    for service in org["services"]:
        assert service["status"] == "defunct"
        assert service["alert"]
        assert not {"url", "service_areas"} & service.keys()


def test_a_program_that_ended_is_defunct(services: dict[str, dict[str, Any]], corpus: Corpus) -> None:
    """Also where the collaborative goes on; no service that ended has a service area."""
    ended = {name for name, service in services.items() if service["status"] == "defunct"}
    assert ended == {o.program.name for o in corpus.directory.offers if o.program.status == "former"}
    assert not any("service_areas" in services[name] for name in ended)


def test_an_address_is_whole_or_said_in_words(page: dict[str, Any]) -> None:
    """HSDS wants street and ZIP code; where one is unknown, the rest is described and the gap named."""
    caps, accept = (named(page, f"{name} Education Collaborative") for name in ("CAPS", "ACCEPT"))
    case = named(page, "CASE Collaborative (Concord Area Special Education Collaborative)")
    assert caps["locations"][0]["addresses"][0]["postal_code"] == "01473"
    assert "addresses" not in accept["locations"][0]
    assert accept["locations"][0]["description"].startswith("4 Tech Circle, Natick, Massachusetts. As of 2017.")
    assert "ZIP code" in unknown(accept)
    assert unknown(case) >= {"telephone", "street address", "executive director"}
    assert accept["phones"][0]["description"] == "from 2009; check the website"


# -- the spreadsheet -----------------------------------------------------------------------------------------------


def test_the_spreadsheet_is_complete(corpus: Corpus, rows: list[dict[str, str]]) -> None:
    """One row a program, every row as long as the heading; unknown is empty, nought is nought, lists are joined."""
    assert [cell(value) for value in (None, (), 0, ("a", "b"))] == ["", "", "0", "a; b"]
    assert [row["program id"] for row in rows] == [offer.program.id for offer in corpus.directory.offers]
    assert all(None not in row and None not in row.values() for row in rows)


def test_the_spreadsheet_opens_cleanly_in_excel(corpus: Corpus, rows: list[dict[str, str]]) -> None:
    """Byte order mark, CRLF, not mistaken for a SYLK file, and no age range that Excel would turn into a date."""
    text = csv_text(corpus)
    assert text.encode().startswith(b"\xef\xbb\xbfprogram,")
    assert text.count("\n") == text.count("\r\n") == len(rows) + 1
    for row in rows:
        assert not any(re.match(r"[=+\-@\t\r]", value) for value in row.values())
        assert not re.fullmatch(r"\d{1,2}[-/]\d{1,2}(\+)?", row["ages or grades"])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_formula_stays_a_text(corpus: Corpus, start: str) -> None:
    """Whatever a record holds, a cell never begins like a formula."""
    formula = f'{start}HYPERLINK("https://example.org")'
    assert cell(formula) == f"'{formula}"
    text = csv_text(changed(corpus, "labbb-lexington-high", name=formula)).removeprefix(BYTE_ORDER_MARK)
    read = {row["program id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert read["labbb-lexington-high"]["program"] == f"'{formula}"


def test_the_spreadsheet_marks_what_ended(rows: list[dict[str, str]]) -> None:
    """Rows of dissolved collaboratives are former, say why, and have nothing to call."""
    for row in [row for row in rows if row["collaborative"] in DISSOLVED]:
        assert (row["status"], row["collaborative status"]) == ("former", "dissolved")
        assert row["caution"]
        assert not any(row[name] for name in ("telephone", "website", "region", "member districts"))


# -- the map layer -------------------------------------------------------------------------------------------------


def test_every_program_is_a_point_or_listed_without_one(corpus: Corpus) -> None:
    """A point for each town of a program; the others are named."""
    layer = geojson(corpus)
    offers = corpus.directory.offers
    assert [f["id"] for f in layer["features"]] == [f"{o.program.id}/{town}" for o in offers for town in o.towns]
    located = {feature["properties"]["program_id"] for feature in layer["features"]}
    assert located.isdisjoint(layer["not_located"])
    assert located.union(layer["not_located"]) == corpus.directory.by_program.keys()


def test_points_lie_in_massachusetts(corpus: Corpus) -> None:
    """Longitude first; nothing unknown among the properties; what ended is marked."""
    for feature in json.loads(export(corpus, "geojson", TODAY))["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -73.6 < longitude < -69.9
        assert 41.2 < latitude < 42.9
        properties = feature["properties"]
        assert all(value not in (None, "", []) for value in properties.values())
        assert properties["collaborative"] not in DISSOLVED or properties["status"] == "former"


# -- the calendar --------------------------------------------------------------------------------------------------


def events(text: str) -> list[Any]:
    """The events of a calendar as icalendar reads them."""
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_the_calendar_holds_every_fixed_date(corpus: Corpus) -> None:
    """All-day events on their next date, yearly, with who, citation and address."""
    dated = [entry for entry in entries(corpus, TODAY) if entry.next]
    found = events(ics(corpus, TODAY))
    assert len(found) == len(dated) >= 6
    for event, entry in zip(found, dated, strict=True):
        assert entry.next is not None
        assert type(event["dtstart"].dt) is date
        assert (event["dtstart"].dt, event["dtend"].dt) == (entry.next, entry.next + timedelta(days=1))
        assert event["rrule"].to_ical() == b"FREQ=YEARLY"
        assert event["summary"] == entry.due.duty
        assert entry.due.who in event["description"]
        assert entry.passage.label in event["description"]
        assert str(entry.passage.url) in event["description"]
        assert event["url"] == entry.passage.url
    report = next(event for event in found if "annual report" in event["summary"])
    assert report["dtstart"].dt == date(2027, 1, 1)
    assert "603 CMR 50.08(1)" in report["description"]


def test_uids_stay_the_same(corpus: Corpus) -> None:
    """An import of next year's file changes events instead of doubling them."""
    now, later = ([e["uid"] for e in events(ics(corpus, day))] for day in (TODAY, date(2028, 5, 17)))
    assert set(now) == set(later)
    assert len(set(now)) == len(now)
    assert all(UUID(uid).version == 5 for uid in now)


def test_the_calendar_is_written_as_calendars_read_it(corpus: Corpus) -> None:
    """CRLF, lines of at most 75 octets, the required properties, and word of what is not in it."""
    text = ics(corpus, TODAY)
    assert text.count("\n") == text.count("\r\n") == text.count("\r")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    calendar = Calendar.from_ical(text)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    undated = sum(1 for entry in entries(corpus, TODAY) if not entry.next)
    assert f"{undated} more duties have no fixed date" in str(calendar["x-wr-caldesc"])


# -- all of them ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_can_be_repeated(corpus: Corpus, format: str) -> None:
    """The same corpus on the same day gives the same text."""
    assert export(corpus, format, TODAY) == export(Corpus.of(corpus.documents), format, TODAY) != ""


@pytest.mark.parametrize("format", ["", "xlsx", "HSDS", "csv "])
def test_another_format_is_refused(corpus: Corpus, format: str) -> None:
    """The message names what was asked for and what there is."""
    with pytest.raises(ValueError, match=rf"no export format {format!r}.*hsds, csv, geojson, ics"):
        export(corpus, format, TODAY)
