"""The pages as a reader meets them: on a telephone, by keyboard, in the dark, without network.

The documentation is built, served on this machine and opened in the system's own Chromium (Debian: `apt-get install
chromium`); nothing is downloaded. Skipped, with a word, where a part is missing.
"""

import functools
import importlib.util
import json
import os
import re
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from attrs import define, field

import tracexpo

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        # that of HTTPServer asks the name server for our own name
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@define
class Site:
    """The built pages and where they are served."""

    folder: Path
    url: str

    def pages(self) -> list[str]:
        """The paths of all pages, each as it is linked to."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return sorted(path.removesuffix("index.html") for path in found if path != "404.html")


@define(slots=False)
class Told:
    """What a page said that it should not have said."""

    words: list[str] = field(factory=list)

    def watch(self, page: Any, url: str) -> None:
        """Listen to the console, to errors, and to whatever is asked of another machine."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.words.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._request(page, request.url, url))

    def _console(self, said: Any) -> None:
        if said.type in ("error", "warning"):
            self.words.append(f"{said.location.get('url')}: {said.text}")

    def _request(self, page: Any, asked: str, url: str) -> None:
        if not asked.startswith((url, "data:", "blob:")):
            self.words.append(f"{page.url}: asks another machine: {asked}")


def _missing() -> str | None:
    for module, extra in (
        ("mkdocs", "docs"),
        ("material", "docs"),
        ("playwright", "browser"),
        ("axe_playwright_python", "browser"),
    ):
        if importlib.util.find_spec(module) is None:
            return f"no {module}: pip install 'tracexpo[{extra}]'"
    if not any(map(shutil.which, BROWSERS)):
        return "no Chromium on this machine (Debian: apt-get install chromium)"
    return None


def _built(folder: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The documentation, built (unless BUILT_SITE says where it is) and served."""
    if why := _missing():
        pytest.skip(why)
    folder = Path(os.environ.get("BUILT_SITE") or _built(tmp_path_factory.mktemp("site")))
    server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(folder, f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser(site: Site) -> Iterator[Any]:
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        # its sandbox cannot be had as root, as in a container
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if root else [])
        yield opened
        opened.close()


KINDS = (
    "",
    "start/",
    "documents/",
    "glossary/",
    "tutorials/workstation/",
    "how-to/read-a-list/",
    "model/",
    "wire-format/",
    "reference/register/",
    "profiles/list-2024/",
    "codes/",
    "codes/agent-not-cmr/",
    "catalogue/limits/",
    "performance-tables/",
    "404.html",
    "fr/",
    "fr/vocabularies/",
    "fr/tutorials/list/",
    "fr/reference/",
    "fr/profiles/list-2024/",
    "fr/codes/agent-not-cmr/",
    "fr/catalogue/diseases/",
)
"""One page of each kind: of those that are written, and of those that each tool makes."""
MADE_ALIKE = ("tbody tr:nth-child(n + 12)", "article > h3:nth-of-type(n + 12) ~ *", ".doc-object:nth-of-type(n + 9)")
"""What a page holds so often that the first of it are enough."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
IN_ENGLISH_ALONE = ("model/", "reference/")


TAG = re.compile(r"<([a-z0-9]+)\b([^<>]*)>")
ATTRIBUTE = re.compile(r'\b(href|src|id|name|alt)="([^"]*)"')


class _Page:
    """What a page links to, and what can be linked to in it; a parser would take ten times as long."""

    def __init__(self, text: str) -> None:
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.unsaid: list[str] = []
        for tag, written in TAG.findall(text):
            said = {name: unescape(value) for name, value in ATTRIBUTE.findall(written)}
            self.anchors |= {said[name] for name in ("id", "name") if name in said}
            self.links += [said[name] for name in ("href", "src") if name in said]
            if tag == "img" and not said.get("alt"):
                self.unsaid.append(said.get("src", ""))


def test_no_link_and_no_anchor_is_broken(site: Site) -> None:
    pages = {name: _Page((site.folder / name / "index.html").read_text("utf-8")) for name in site.pages()}
    pages["404.html"] = _Page((site.folder / "404.html").read_text("utf-8"))
    broken, elsewhere = [], set()
    for name, page in pages.items():
        for link in page.links:
            target = urlsplit(urljoin(site.url + name, link))
            if not target.geturl().startswith(site.url):
                elsewhere.add(target.netloc)
                continue
            path = unquote(target.path[1:])
            file = site.folder / path
            if not (file.is_file() or (file / "index.html").is_file()):
                broken.append(f"{name}: {link}")
            elif target.fragment and path in pages and unquote(target.fragment) not in pages[path].anchors:
                broken.append(f"{name}: {link} (no such anchor)")
        broken += [f"{name}: {source} says nothing to who cannot see it" for source in page.unsaid]
    assert not broken, "\n".join(broken)
    assert len(pages) > 100
    # a link may lead elsewhere; nothing is fetched from there, which the browser tells below
    assert "fonts.googleapis.com" not in elsewhere


def test_every_page_opens_on_a_telephone_without_a_word_in_the_console(site: Site, browser: Any) -> None:
    told = Told()
    page = browser.new_page(viewport={"width": 360, "height": 740})
    told.watch(page, site.url)
    # the index of the search is large, and has a test of its own
    config = json.loads((site.folder / "search" / "search_index.json").read_text("utf-8"))["config"]
    empty = {"config": {**config, "lang": ["en"]}, "docs": []}
    page.route("**/search_index.json", lambda route: route.fulfill(json=empty))
    wide = []
    for name in site.pages():
        page.goto(site.url + name)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(name)
    page.close()
    assert not told.words, "\n".join(told.words)
    assert not wide, f"wider than a telephone: {wide}"


@pytest.fixture(scope="session")
def tab(browser: Any) -> Iterator[Any]:
    """A page that is opened once."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_page_meets_wcag_2_2_aa(site: Site, tab: Any, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = []
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    tab.set_viewport_size({"width": 1280, "height": 4000})
    tab.goto(site.url + name)
    every = {"runOnly": {"type": "tag", "values": WCAG}}
    # neither on a telephone nor in the dark is everything another
    narrow = {**every, "rules": {"color-contrast": {"enabled": False}}}
    dark = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    for width, scheme, options in ((1280, "default", every), (360, "default", narrow), (1280, "slate", dark)):
        # so tall that nothing is cut off where the side bar ends
        tab.set_viewport_size({"width": width, "height": 4000})
        tab.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        context = {"exclude": [[made] for made in MADE_ALIKE]}
        told = Axe().run(tab, context=context, options={**options, "resultTypes": ["violations"]})
        for violation in told.response["violations"]:
            nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"][:5]]
            found.append(f"/{name}, {width}, {scheme}: {violation['id']}: {violation['help']}: {nodes}")
    assert not found, "\n".join(found)


def test_a_wide_table_is_scrolled_by_the_keyboard(site: Site, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(site.url + "fr/catalogue/limits/")
    place = page.get_by_role("region", name="Valeurs limites", exact=True)
    place.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("place => place.scrollLeft > 0", arg=place.element_handle())
    page.close()


@pytest.mark.parametrize(("home", "own"), [("", "withdrawal"), ("fr/", "rectification")])
def test_the_search_finds_words_and_stays_in_its_language(site: Site, browser: Any, home: str, own: str) -> None:
    told = Told()
    page = browser.new_page()
    told.watch(page, site.url)
    page.goto(site.url + home)
    box = page.locator("input.md-search__input")
    box.click()
    for word in ("attestation", "benzène", "benzene", own):
        box.fill("")
        # letter by letter, as people do: the search follows the keys
        box.press_sequentially(word)
        shown = re.compile(word.replace("benzene", "benz[eè]ne"), re.IGNORECASE)
        found = page.locator(".md-search-result__item", has_text=shown).first
        found.wait_for()
        assert found.is_visible(), word
        places = page.eval_on_selector_all(".md-search-result__link", "links => links.map(link => link.href)")
        for place in places:
            path = place.removeprefix(site.url)
            assert path.startswith("fr/") == bool(home) or (home and path.startswith(IN_ENGLISH_ALONE)), place
    page.close()
    assert not told.words, "\n".join(told.words)


def test_the_keyboard_leads_everywhere(site: Site, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(site.url + "start/")
    page.keyboard.press("Tab")
    # the first key leads past the navigation
    assert "md-skip" in (page.evaluate("document.activeElement.className") or "")
    page.keyboard.press("Enter")
    assert page.url.endswith("#five-minutes"), page.url
    seen, unseen = set(), []
    page.goto(site.url + "concepts/scope/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # past the end of the page
        where, text, visible = page.evaluate(
            """() => {
                const focused = document.activeElement;
                // the choice of colours shows itself by its label
                const at = focused.matches('.md-option') ? focused.nextElementSibling : focused;
                const style = getComputedStyle(at);
                const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || at.tagName === 'INPUT';
                const part = at.closest('header, .md-tabs, .md-sidebar, article, footer')?.tagName;
                return [part, at.outerHTML.slice(0, 120), shown && at.getBoundingClientRect().width > 0];
            }"""
        )
        seen.add(where)
        if not visible:
            unseen.append(text)
    page.close()
    assert {"HEADER", "NAV", "DIV", "ARTICLE"} <= seen, "the head, the tabs, the side and the text"
    assert not unseen, f"where the keyboard is cannot be seen: {unseen}"


def test_light_and_dark_are_one_click_apart(site: Site, browser: Any) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(site.url)
    grounds = set()
    for scheme in ("default", "slate", "default"):
        assert page.locator("body").get_attribute("data-md-color-scheme") == scheme
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.locator("label.md-header__button.md-icon:visible[for^=__palette]").first.click()
    page.close()
    assert len(grounds) == 2


def test_french_pages_speak_french(site: Site, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(site.url + "start/")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("a.tx-language").click()
    page.wait_for_url("**/fr/start/")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("input.md-search__input").get_attribute("placeholder") == "Rechercher"
    page.locator("a.tx-language").click()
    page.wait_for_url(re.compile(r"/start/$"))
    # where there is no such page, to the first one
    page.goto(site.url + "reference/reading/")
    page.locator("a.tx-language").click()
    page.wait_for_url("**/fr/")
    page.close()


WAY = re.compile(r'<a [^>]*class="md-(?:tabs|nav|path|footer)__(?:link|button)[^>]*>')
ENGLISH_OF_THE_THEME = re.compile(r'="(?:Dark|Light|Permanent link|Next|Previous|Search|Navigation menu)[":]')


def test_every_way_leads_to_a_page_of_the_same_language(site: Site) -> None:
    strays = []
    for name in site.pages():
        text = (site.folder / name / "index.html").read_text("utf-8")
        ways = WAY.findall(text)
        assert len(ways) > 5, name
        for way in ways:
            (link,) = re.findall(r'href="([^"]*)"', way)
            path = urlsplit(urljoin(site.url + name, link)).path[1:]
            if path.startswith("fr/") != name.startswith("fr/"):
                strays.append(f"{name}: {way}")
        if name.startswith("fr/"):
            strays += [f"{name}: {word}" for word in ENGLISH_OF_THE_THEME.findall(text)]
            for link in re.findall(r'<a [^>]*href="[^"]*reference/[^"]*"[^>]*>', text):
                at = urlsplit(urljoin(site.url + name, re.findall(r'href="([^"]*)"', link)[0])).path
                if at.startswith("/reference/") and 'hreflang="en"' not in link:
                    strays.append(f"{name}: {link}")
    assert not strays, "\n".join(strays[:20])


def test_a_page_of_a_code_leads_up_and_on(site: Site) -> None:
    for home in ("", "fr/"):
        text = (site.folder / home / "codes" / "agent-not-cmr" / "index.html").read_text("utf-8")
        for kind, link in (
            ("path", ".."),
            ("footer", "../agent-name-cas-mismatch/"),
            ("footer", "../agent-not-cmr-on-day/"),
            ("nav", "../limit-exceeded/"),
        ):
            assert re.search(rf'<a href="{re.escape(link)}/?" class="md-{kind}__link', text), (kind, link)


def test_every_public_name_stands_in_the_reference(site: Site) -> None:
    shown = set()
    for page in (site.folder / "reference").glob("*/index.html"):
        for place in re.findall(r'<h[2-6] id="(tracexpo\.[^"]+)"', page.read_text("utf-8")):
            assert place not in shown, f"{place} stands there twice"
            shown.add(place)
    names = {place.rpartition(".")[2] for place in shown}
    for module in (tracexpo, tracexpo.catalogue, tracexpo.documents, tracexpo.overviews, tracexpo.plots):
        assert not set(module.__all__) - names - {"__version__"}, module.__name__


def test_pictures_and_notebooks_are_there(site: Site) -> None:
    notebooks = sorted(Path(site.folder).rglob("*.ipynb"))
    assert len(notebooks) >= 4
    assert (site.folder / "pictures" / "report.svg").is_file()
