"""The owner's own documents: read, cut, cited with page and heading, indexed, and answered from."""

import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pypdf import PdfWriter

from assistant.engine import open_assistant
from assistant.settings import Settings, load_settings
from assistant.sources import read_sources, sources_hash
from corpus.loading import DOCUMENTS, read_documents
from corpus.own.blocks import Block, UnreadableFile, blocks_of_lines
from corpus.own.folder import read_own
from corpus.own.programs import COLUMNS, merged
from corpus.own.readers import READERS, read_file
from corpus.own.splitting import LONGEST, split
from corpus.schema import Ages
from tests.conftest import ROOT

MARKDOWN = """# Winter Handbook

## Snow days

A class is called off when the bus company says so before 5:30 in the morning. <b>Listen</b> to the radio.

- Parents get a text message.

| Day | Start |
| --- | --- |
| Delay | 10:15 |

## Lost mittens

They are kept in the blue box for 30 days.
"""
CURATED = read_documents(DOCUMENTS)[0]
HTML = """<html><head><title>x</title><script>evil()</script></head><body><nav>Home</nav>
<h1>Visitors</h1><p>Sign in at the <b>des</b>k.</p><p style="display: none">Hidden words</p>
<ul><li>Wear a badge.</li></ul><div>Doors close at six.<br>Ring the bell.<h2>Prices</h2>
<table><tr><th>Lunch</th><td>4 dollars</td></tr></table></div></body></html>"""
ROWS = (
    "collaborative,program,categories,populations,ages,lowest age,highest age,towns,description,website,as of\n"
    "SEEM,Sunrise Room,special education programs,autism,ages 5-9,5,9,Wakefield,"
    '"A calm room for young children with autism.",https://www.seemcollaborative.org,2026\n'
    "Nobody,Moon Room,special education programs,,,,,,A room that nobody runs.,,\n"
    "SEEM,Star Room,astronomy,,,,,,A room with a wrong category.,,\n"
    "SEEM,Cloud Room,other,,,five,,,A room whose age is a word.,,\n"
    "SEEM,Rain Room,other,,,,,Wakefeild,A room in a town that is not there.,,\n"
    "EDCO,Old Room,other,,,,,,A room of a collaborative that has closed.,,\n"
    "seem collaborative,sunrise room,other,,,,,,The same room once more.,,\n"
)


def pdf(path: Path, pages: list[list[str]], password: str = "") -> None:
    """Write a PDF whose pages hold the given lines, or a locked or empty one."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        font = DictionaryObject(
            {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
        )
        font[NameObject("/BaseFont")] = NameObject("/Helvetica")
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        words = "".join(f"({line}) Tj T* " for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 14 TL 50 700 Td {words}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(path)


def word(path: Path) -> None:
    """Write a Word file with headings and a table."""
    document = docx.Document()
    document.add_heading("Field trips", 1)
    document.add_paragraph("A permission slip is due seven days before the trip.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Zoo", "12 dollars"
    document.save(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of every kind, and with files that cannot be read."""
    own = tmp_path / "own"
    (own / "deep").mkdir(parents=True)
    (own / "handbook.md").write_text(MARKDOWN)
    (own / "visitors.html").write_text(HTML)
    pdf(own / "deep" / "rules.pdf", [["1. Doors", "Doors are locked at eight.", ""], ["2. Pets", "Dogs stay outside."]])
    word(own / "trips.docx")
    (own / "note.txt").write_bytes("PARKING\n\nPark on Main Street \u2013 not here.".encode("cp1252"))
    (own / "programs.csv").write_text(ROWS)
    book = Workbook()
    book.active.append(["Item", "Price"])
    book.active.append(["Lunch", 4])
    book.save(own / "prices.xlsx")
    pdf(own / "locked.pdf", [["Secret words that nobody reads."]], password="x")
    pdf(own / "scan.pdf", [[], []])
    (own / "broken.docx").write_bytes(b"not a document")
    (own / "empty.txt").write_text("  \n")
    (own / "photo.jpg").write_bytes(b"\xff\xd8")
    (own / ".hidden.txt").write_text("hidden")
    return own


def test_every_kind_is_read_and_what_is_not_is_named(folder: Path) -> None:
    """Each file gives passages with its headings and pages; every skipped one is named with the reason."""
    own = read_own(folder, CURATED)
    passages = {(p.citation, p.title): p.text for document in own.documents for p in document.passages}
    assert passages["handbook.md", "Snow days"].startswith("A class is called off")
    assert "Delay | 10:15" in passages["handbook.md", "Snow days"]
    assert "<b>" not in passages["handbook.md", "Snow days"]
    assert passages["deep/rules.pdf, page 2", "2. Pets"] == "Dogs stay outside."
    assert passages["trips.docx", "Field trips"].endswith("Zoo | 12 dollars")
    assert (
        passages["visitors.html", "Visitors"] == "Sign in at the desk. Wear a badge. Doors close at six. Ring the bell."
    )
    assert passages["visitors.html", "Prices"] == "Lunch | 4 dollars"
    assert passages["note.txt", "PARKING"] == "Park on Main Street \u2013 not here."
    assert passages["prices.xlsx", "prices"] == "Item: Lunch; Price: 4."
    said = "\n".join(own.skipped)
    for part in (
        "locked.pdf: it is locked",
        "scan.pdf: it is a scan",
        "broken.docx: it is broken",
        "empty.txt: it holds",
    ):
        assert part in said
    assert "photo.jpg: .jpg is not read" in said
    assert "programs.csv, row 3: no collaborative is called “Nobody”" in said
    assert "programs.csv, row 4: categories" in said
    assert "programs.csv, row 5: lowest age: Input should be a valid integer" in said
    assert "programs.csv, row 6: towns: no town in Massachusetts is called “Wakefeild”" in said
    assert "programs.csv, row 7: EDCO Collaborative no longer exists" in said
    assert "programs.csv, row 8: program: it stands in row 2 already" in said
    assert len(own.skipped) == 11
    assert [(item.slug, item.program.name) for item in own.programs] == [("seem", "Sunrise Room")]


def test_pages_of_a_pdf(tmp_path: Path) -> None:
    """Running heads are left out, a sentence over two pages is one, and a page that is a picture is named."""
    texts = [
        ["Handbook of Rooms", "Shoes stay at the", "door. Coats hang in the", "Page 1 of 4"],
        ["Handbook of Rooms", "long hall.", "Page 2 of 4"],
        ["Handbook of Rooms", "Lunch is at noon.", "Page 3 of 4"],
        ["Handbook of Rooms", "Naps are at one.", "Page 4 of 4"],
    ]
    pdf(tmp_path / "rooms.pdf", [*texts, []])
    with_picture(tmp_path / "rooms.pdf", 4)
    own = read_own(tmp_path, CURATED)
    assert [(p.citation, p.text) for p in own.documents[0].passages] == [
        (
            "rooms.pdf, pages 1-2",
            "Handbook of Rooms Shoes stay at the door. Coats hang in the long hall.",
        ),
        ("rooms.pdf, page 3", "Lunch is at noon."),
        ("rooms.pdf, page 4", "Naps are at one."),
    ]
    assert own.skipped == ("rooms.pdf, page 5: a picture without text; run a text recognition over it",)


def with_picture(path: Path, number: int) -> None:
    """Put a picture on a page (counted from 0) of a PDF."""
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    writer = PdfWriter(path)
    image = StreamObject()
    image[NameObject("/Subtype")] = NameObject("/Image")
    pictures = DictionaryObject({NameObject("/Im1"): writer._add_object(image)})
    writer.pages[number]["/Resources"][NameObject("/XObject")] = pictures  # type: ignore[index]
    writer.write(path)


def test_a_pdf_without_a_password_to_open_it_is_read(tmp_path: Path) -> None:
    """A file that is only protected from changes is read."""
    pdf(tmp_path / "a.pdf", [["Boots are worn from November to April."]])
    writer = PdfWriter(tmp_path / "a.pdf")
    writer.encrypt("", "owner", algorithm="AES-256")
    writer.write(tmp_path / "a.pdf")
    assert read_file(tmp_path / "a.pdf") == [Block("Boots are worn from November to April.", 0, 1)]


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of the file, of what a packed file holds, and the number of rows have limits."""
    (tmp_path / "long.csv").write_text("a,b\n" * 6000)
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 3_000_000)
    (tmp_path / "big.txt").write_text("word " * 500_000)
    monkeypatch.setattr("corpus.own.size.MAX_BYTES", 2_000_000)
    monkeypatch.setattr("corpus.own.size.MAX_UNPACKED", 2_500_000)
    said = "\n".join(read_own(tmp_path, CURATED).skipped)
    assert "big.txt: it is larger than 2 MB" in said
    assert "bomb.docx: it holds more than 2 MB" in said
    assert "long.csv: it has more than 5,000 rows" in said


def test_a_list_changes_a_known_program_where_it_says_something(tmp_path: Path) -> None:
    """A row with a known name changes its ages and leaves the rest; a workbook's days are days."""
    org = next(o for o in CURATED.organizations if o.slug == "seem")
    known = org.programs[0]
    book = Workbook()
    book.active.append(COLUMNS)
    day = datetime(2026, 9, 1)
    book.active.append(["SEEM", known.name, known.categories[0], "", "", 4, 9.0, "", "A new text on it.", "", day])
    book.create_sheet("Notes").append(["Not a program"])
    book.save(tmp_path / "list.xlsx")
    own = read_own(tmp_path, CURATED)
    seem = next(o for o in merged(CURATED.organizations, own.programs) if o.slug == "seem")
    changed = seem.programs[0]
    assert own.skipped == ()
    assert changed.ages == Ages(text="ages 4 to 9", low=4, high=9)
    assert (changed.description, changed.as_of) == ("A new text on it.", "2026-09-01")
    assert (changed.id, changed.towns, changed.asks) == (known.id, known.towns, known.asks)
    assert len(seem.programs) == len(org.programs)


def test_the_template_is_in_order(tmp_path: Path) -> None:
    """The template that staff download has every column, and its rows are taken."""
    template = ROOT / "docs" / "samples" / "programs.csv"
    shutil.copy(template, tmp_path)
    own = read_own(tmp_path, CURATED)
    assert template.read_text().splitlines()[0] == ",".join(COLUMNS)
    assert own.skipped == ()
    assert len(own.programs) == 2


def test_answers_come_from_own_documents(folder: Path, small: Settings) -> None:
    """A question on an own file is answered from it with its citation; a listed program is found by its town."""
    settings = small.model_copy(update={"own_documents": folder})
    said: list[str] = []
    assistant = open_assistant(settings, said.append)
    answer = assistant.answer("how long are lost mittens kept in the box?")
    assert "30 days" in answer.text
    assert answer.citations[0].citation == "handbook.md"
    near = assistant.answer("autism program for a 6 year old in Wakefield")
    assert "Sunrise Room" in [program.name for program in near.programs]
    assert any("locked.pdf" in line for line in said)
    before = sources_hash(settings)
    (folder / "handbook.md").write_text(MARKDOWN.replace("30 days", "60 days"))
    assert sources_hash(settings) != before
    assert "60 days" in open_assistant(settings).answer("how long are lost mittens kept in the box?").text
    (folder / "handbook.md").unlink()
    assert "60 days" not in open_assistant(settings).answer("how long are lost mittens kept in the box?").text


def test_without_a_folder_nothing_changes(tmp_path: Path) -> None:
    """No setting, or a folder that is not there, adds nothing."""
    plain = load_settings(_env_file=None)
    missing = load_settings(_env_file=None, own_documents=tmp_path / "nowhere")
    assert read_sources(missing).added == read_sources(plain).added


@given(st.lists(st.text(max_size=3000), max_size=6))
def test_no_words_are_lost_in_cutting(texts: list[str]) -> None:
    """Whatever the paragraphs: no passage is too long, and all words are kept in order."""
    words = [" ".join(text.split()) for text in texts if text.split()]
    document = split("a.txt", [Block(text) for text in words])
    assert all(0 < len(p.text) <= LONGEST for p in document.passages)
    kept = {w for p in document.passages for w in p.text.split()}
    assert all(w in kept for text in words for w in text.split() if len(w) < LONGEST)


@given(st.binary(max_size=400), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, ending: str) -> None:
    """A reader never fails in another way than by its own refusal."""
    path = tmp_path_factory.mktemp("bytes") / f"file{ending}"
    path.write_bytes(content)
    refusal = ""
    try:
        blocks = read_file(path)
    except UnreadableFile as fault:
        blocks, refusal = [], str(fault)
    assert bool(blocks) != bool(refusal)


def test_lines_of_plain_text() -> None:
    """Numbered and capital lines are headings; cut words are put together; list items stand alone."""
    lines = ["2.1 Late pick-up", "Call the of-", "fice.", "(a) First item", "THE END OF IT", "Really."]
    assert [(b.level, b.text) for b in blocks_of_lines(lines)] == [
        (2, "2.1 Late pick-up"),
        (0, "Call the office."),
        (0, "(a) First item"),
        (1, "THE END OF IT"),
        (0, "Really."),
    ]
