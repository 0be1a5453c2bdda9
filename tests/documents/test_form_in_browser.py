"""A form filled in with pdf.js in Chromium, as somebody at home would, and read back exactly.

Needs Chromium and pdf.js: Debian's packages ``chromium`` and ``libjs-pdf``, which ``.ci/run`` asks
for; or ``CPS_PDFJS`` names the folder of the npm package ``pdfjs-dist``. Where they are not there
the test is left out; the other fills of a form are tested everywhere.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from cps_desktop.documents import form_pdf
from cps_desktop.documents.form_reading import read_form
from cps_desktop.domain.paper_forms import find_stamp
from tests.documents import rich_planners

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PDFJS = Path(os.environ.get("CPS_PDFJS", "/usr/share/javascript/pdf")) / "build"
# As modules since the fourth edition of pdf.js, as plain scripts before.
FILES = next(
    (
        pair
        for pair in (("pdf.min.mjs", "pdf.worker.min.mjs"), ("pdf.js", "pdf.worker.js"))
        if all((PDFJS / name).is_file() for name in pair)
    ),
    (),
)
TYPED = {
    "who": "Siân Ŵyn-Jones",
    "now:1": "Ŵyn, ŷd: zażółć gęślą jaźń\nسميرة says “yes” 👍🏽 😀",
    "goal": "nothing of this name",
    "said:2:1": "by May",
}
PRESSED = {"how:given": "car", "list:item:tea": "tea", "shown": "initials"}

_PAGE = """<!doctype html><meta charset="utf-8">
<div id="pages"></div>
<script>
const tell = (text) => fetch("/done", {method: "POST", body: text});
addEventListener("error", (event) => tell("wrong: " + event.message));
addEventListener("unhandledrejection", (event) => tell("wrong: " + event.reason));
</script>
<script type="module">
const [PDF, TYPED, PRESSED, [MAIN, WORKER]] = GIVEN;
const script = () => new Promise((ready) => {
  const tag = document.createElement("script");
  tag.src = "./" + MAIN;
  tag.onload = () => ready(globalThis.pdfjsLib);
  document.head.append(tag);
});
const lib = MAIN.endsWith(".mjs") ? await import("./" + MAIN) : await script();
lib.GlobalWorkerOptions.workerSrc = "./" + WORKER;
const data = Uint8Array.from(atob(PDF), c => c.charCodeAt(0));
const file = await lib.getDocument({data}).promise;
const said = new Set();
for (let number = 1; number <= file.numPages; number++) {
  const page = await file.getPage(number);
  const viewport = page.getViewport({scale: 1});
  const div = document.createElement("div");
  document.getElementById("pages").append(div);
  const annotations = await page.getAnnotations({intent: "display"});
  const how = {annotations, div, page, viewport, renderForms: true, linkService: null,
    annotationStorage: file.annotationStorage, downloadManager: null, enableScripting: false,
    hasJSActions: false, fieldObjects: await file.getFieldObjects()};
  if (lib.AnnotationLayer.render) {
    lib.AnnotationLayer.render(how);
  } else {
    const layer = new lib.AnnotationLayer({div, page, viewport, accessibilityManager: null,
      annotationCanvasMap: null, annotationEditorUIManager: null, structTreeLayer: null,
      annotationStorage: file.annotationStorage, linkService: null});
    await layer.render(how);
  }
  for (const one of annotations) {
    const input = div.querySelector(`[data-element-id="${one.id}"]`)
      ?? div.querySelector(`[data-annotation-id="${one.id}"] :is(input, textarea)`);
    if (!input) continue;
    if (TYPED[one.fieldName] !== undefined) {
      input.focus(); input.value = TYPED[one.fieldName];
      input.dispatchEvent(new Event("input", {bubbles: true}));
      input.dispatchEvent(new Event("blur", {bubbles: true}));
      said.add(one.fieldName);
    }
    const press = PRESSED[one.fieldName];
    if (press !== undefined && press === (one.buttonValue ?? one.exportValue)) {
      input.click(); said.add(one.fieldName);
    }
  }
}
const saved = await file.saveDocument();
let text = "";
for (const byte of saved) text += String.fromCharCode(byte);
tell([...said].sort().join(",") + " " + btoa(text));
</script>"""


def _told(chromium: str, folder: Path) -> str:
    """What the page in the folder says when it is done; it has four minutes."""
    told: Queue[str] = Queue()

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def do_POST(self) -> None:
            told.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing: a test says nothing."""

    Handler.extensions_map = {**Handler.extensions_map, ".mjs": "text/javascript"}
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
        ]
        address = f"http://127.0.0.1:{server.server_address[1]}/page.html"
        browser = subprocess.Popen(
            [chromium, *options, "--remote-debugging-port=0", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return told.get(timeout=240)
        finally:
            browser.terminate()
            browser.wait(timeout=30)
            server.shutdown()


@pytest.mark.skipif(CHROMIUM is None or not FILES, reason="no Chromium or no pdf.js here")
def test_what_is_typed_in_a_browser_is_read_exactly(fonts: Path, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    pdf = form_pdf(rich_planners.kinds("A4"), rich_planners.STAMP, font_cache=fonts)
    for name in FILES:
        shutil.copy(PDFJS / name, tmp_path)
    given = json.dumps([base64.b64encode(pdf).decode(), TYPED, PRESSED, FILES])
    page = _PAGE.replace("GIVEN", given)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    out = _told(CHROMIUM, tmp_path)
    assert not out.startswith("wrong"), out
    said, _, saved = out.partition(" ")
    assert said.split(",") == sorted([*(set(TYPED) - {"goal"}), *PRESSED])
    read = read_form(base64.b64decode(saved))
    wanted = {name: text for name, text in TYPED.items() if name != "goal"}
    found = {name: read["fields"][name].replace("\r", "\n") for name in wanted}
    assert found == wanted
    assert {name: read["fields"][name] for name in PRESSED} == PRESSED
    assert find_stamp(read["fields"]["cps"]) == rich_planners.STAMP
    assert json.loads(read["said"])["form"] == rich_planners.STAMP.form
