"""Ouvrir des copies corrigées dans un vrai navigateur, comme le ferait une personne, et noter tout ce qui agit."""

import contextlib
import io
import os
import socket
import subprocess
import sys
import time
import urllib.request

import numpy as np
from PIL.PngImagePlugin import PngImageFile

from mlcourse.grading.submission.rebuild import ADDED

MARK = "PIRATE"  # ce que pose un script, ou que porte une adresse
CELL = ".cell, .jp-Cell"
FRAME = ".rendered_html, .output, .input_area, .jp-RenderedMarkdown, .jp-InputArea-editor, .jp-OutputArea"
OURS = f"""[...document.querySelectorAll("{CELL}")].filter(cell =>
    cell.innerText.includes("{ADDED}") || cell.innerText.includes("Réponse hostile"))"""
# Une grille de points sur toute la page : quel lien un clic y suivrait-il ? Un lien sans adresse n'en est pas un :
# JupyterLab en fait d'un texte écrit comme un chemin (`</a>`).
LINKS = f"""() => {{
    const found = new Set(), step = 16;
    const heights = [...Array(Math.ceil(document.documentElement.scrollHeight / innerHeight)).keys()];
    for (const screen of heights) {{
        window.scrollTo(0, screen * innerHeight);
        for (let x = 4; x < innerWidth; x += 3 * step) for (let y = 4; y < innerHeight; y += step) {{
            const link = document.elementFromPoint(x, y)?.closest("a, area, form, button[formaction]");
            if (link?.matches("a") && !link.hasAttribute("href") && !link.hasAttribute("xlink:href")) continue;
            const inside = link?.closest("{FRAME.replace(", ", ", ")}");
            const address = link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? "";
            if (link && (address.includes("{MARK}") || (inside && !address.startsWith("#image-")))) found.add(address);
        }}
    }}
    window.scrollTo(0, 0);
    return [...found];
}}"""
EVERY_LINK = f"""() => [...document.querySelectorAll("[href], [src], [action], [srcset], [data]")]
    .map(tag => tag.outerHTML).filter(text => text.includes("{MARK}"))"""
LABELS = f"""() => {OURS}.filter(cell => {{
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (texts.nextNode()) {{
        const text = texts.currentNode, place = text.data.indexOf("{ADDED}");
        if (place < 0) continue;
        range.setStart(text, place);
        range.setEnd(text, place + {len(ADDED)});
        text.parentElement.scrollIntoView({{block: "center"}});
        const box = range.getBoundingClientRect();
        const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        if (box.height && (text.parentElement.contains(top) || top?.contains(text))) return true;
    }}
    return false;
}}).length"""
BOXES = f"""() => {OURS}.flatMap(cell => [...cell.querySelectorAll("{FRAME}")])
    .map(frame => frame.getBoundingClientRect())
    .map(box => [box.top + scrollY, box.left + scrollX, box.bottom + scrollY, box.right + scrollX])"""
# JupyterLab anime ses propres barres : on n'y regarde que le carnet.
PANEL = """() => {
    const box = (document.querySelector(".jp-Notebook") ?? document.documentElement).getBoundingClientRect();
    return [box.top + scrollY, box.left, box.bottom + scrollY, box.right];
}"""
HIDE = f"""() => {OURS}.flatMap(cell => [...cell.querySelectorAll("{FRAME}")]).forEach(frame =>
    [...frame.childNodes].forEach(node => node.style && node.style.setProperty("visibility", "hidden", "important")))"""


def until(tab, condition, *arguments, patience=30):
    """Attend qu'une condition soit vraie, sans que la page l'évalue elle-même : celles de formgrader le refusent."""
    deadline = time.monotonic() + patience
    while not tab.evaluate(condition, *arguments):
        assert time.monotonic() < deadline, condition
        tab.wait_for_timeout(20)


class Eye:
    """Une page ouverte, et ce qu'on y a vu : demandes au-dehors, scripts, commandes à JupyterLab."""

    def __init__(self, browser, address, home, ready=None, height=900, first=""):
        self.context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": height})
        self.context.add_init_script(first)
        self.address, self.asked, self.ran = address, [], []
        self.context.route("**/*", lambda route: self._route(route, home))
        self.tab = self.context.new_page()
        self.tab.on("dialog", lambda dialog: (self.ran.append(dialog.message), dialog.dismiss()))
        self.tab.goto(address, wait_until="load")
        if ready:
            self.tab.wait_for_selector(ready)
        with contextlib.suppress(Exception):  # JupyterLab ne se tait jamais tout à fait
            self.tab.wait_for_load_state("networkidle", timeout=4000)
        self._settled(lambda: self.tab.evaluate("document.body.innerHTML.length"))

    def close(self):
        """Ferme la page."""
        self.context.close()

    def _route(self, route, home):
        url = route.request.url
        asked = route.request.is_navigation_request() and url == self.address
        if not asked and (not url.startswith((home, "data:", "blob:", "about:")) or MARK in url):
            self.asked.append(url)
            route.abort()
        else:
            route.continue_()

    def acts(self):
        """Tout ce qui agit, en une liste de phrases, vide si tout va bien."""
        ran = self.tab.evaluate(f"window.{MARK}")
        found = [f"demande {url[:100]}" for url in self.asked] + [f"script : {ran}"] * bool(ran or self.ran)
        found += [f"un clic suivrait « {address} »" for address in self.tab.evaluate(LINKS)]
        return found + [f"adresse : {text[:200]}" for text in self.tab.evaluate(EVERY_LINK)]

    def labels(self):
        """Combien de cellules disent qu'elles ont été ajoutées, là où on le voit."""
        return self.tab.evaluate(LABELS)

    def spilled(self):
        """Combien de pixels changent, hors des cadres des cellules de la copie, quand on les cache."""
        boxes = self.tab.evaluate(BOXES)
        before = self._pixels()
        self.tab.evaluate(HIDE)
        after = self._pixels()
        changed = (before != after).any(axis=2)
        top, left, bottom, right = self.tab.evaluate(PANEL)
        changed[: int(top)] = changed[int(bottom) :] = changed[:, : int(left)] = changed[:, int(right) :] = False
        for top, left, bottom, right in boxes:
            changed[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = False
        return int(changed.sum())

    def _settled(self, look, patience=20):
        """Regarde jusqu'à voir deux fois de suite la même chose : une page peut se composer en plusieurs fois."""
        seen = look()
        for _ in range(patience):
            self.tab.wait_for_timeout(500)
            before, seen = seen, look()
            if np.array_equal(before, seen):
                break
        return seen

    def _pixels(self):
        return self._settled(self._shot)

    def _shot(self):
        # Le champ qui a la main clignote : on la lui ôte.
        self.tab.evaluate("document.activeElement?.blur()")
        shot = self.tab.screenshot(full_page=True, animations="disabled", caret="hide")
        return np.asarray(PngImageFile(io.BytesIO(shot)).convert("RGB"))  # des octets : ces pages sont très hautes


class Jupyter:
    """Un serveur Jupyter lancé dans un dossier, pour qui l'on n'a pas besoin de mot de passe."""

    def __init__(self, kind, folder, home, root=None, *options):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        ours = {"HOME": str(home), "PYTHONWARNINGS": "ignore"}
        ours |= dict.fromkeys(("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"), str(home))
        command = [sys.executable, "-m", "jupyter", kind, "--no-browser", "--allow-root", "--IdentityProvider.token="]
        command += [f"--port={self.address.rpartition(':')[2]}", f"--ServerApp.root_dir={root or folder}", *options]
        self.log = open(home / "jupyter.log", "w")  # noqa: SIM115 (le journal dure autant que le serveur)
        self.process = subprocess.Popen(command, cwd=folder, env=os.environ | ours, stdout=self.log, stderr=self.log)
        self._wait(home / "jupyter.log")

    def _wait(self, log):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.address}/api/status")
                return
            time.sleep(0.2)
        raise AssertionError(log.read_text("utf-8", "replace"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
