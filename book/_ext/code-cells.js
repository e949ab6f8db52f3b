// « Exécuter » : chaque code du livre, dans la page. Une cellule exécutée l'est avec tout ce dont elle se sert plus haut,
// code caché compris ; ses figures et ses textes prennent la place de ceux du livre, que « Rétablir » rend.
{
  const script = document.currentScript;
  const here = new URL(".", script.src);
  const NO_BREAK = "\u00a0";
  const WAIT = 400; // millisecondes avant que ce qui s'écrit ne prenne la place de ce qui était écrit
  const bars = new Map([...document.querySelectorAll(".code-tools")].map((bar) => [Number(bar.dataset.rank), bar]));

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const french = (number, digits) => number.toLocaleString("fr", { maximumFractionDigits: digits, minimumFractionDigits: digits });
  const plural = (count, one, many) => (count > 1 ? many.replace("#", count) : one);

  // Les sources de la page, celles qui ne se voient pas comprises : elles ne se demandent qu'au premier clic.
  let page = null;
  const read = () => {
    page ??= fetch(new URL(script.dataset.cells, here)).then((response) => {
      if (!response.ok) throw new Error("le code de cette page ne se charge pas.");
      return response.json();
    });
    page.catch(() => (page = null));
    return page;
  };

  // Les sorties d'une cellule : elles s'assemblent à part, puis prennent la place de celles d'avant.
  class Outputs {
    constructor(cell) {
      this.cell = cell;
      this.box = element("div", { className: "cell_output docutils container computed" });
      this.figures = [...(cell.original?.querySelectorAll("figure") ?? [])].filter((figure) => figure.querySelector("img"));
      this.timer = setTimeout(() => this.show(), WAIT);
    }

    show() {
      clearTimeout(this.timer);
      if (this.box.isConnected) return;
      this.cell.place(this.box);
    }

    add({ kind, data }) {
      if (kind === "stdout" || kind === "stderr") return this.write(kind, data);
      if (kind === "html") return this.box.append(element("div", { className: "output text_html", innerHTML: data }));
      return this.draw(kind, data);
    }

    write(kind, text) {
      const last = this.box.lastElementChild;
      if (last?.dataset.stream === kind) return last.querySelector("pre").append(text);
      const block = this.textBlock(`output stream ${kind}`, text);
      block.dataset.stream = kind;
      return this.box.append(block);
    }

    textBlock(className, text) {
      const highlight = element("div", { className: "highlight" }, element("pre", {}, text));
      return element("div", { className: `${className} highlight-myst-ansi notranslate` }, highlight);
    }

    draw(kind, data) {
      const type = kind === "svg" ? "image/svg+xml" : "image/png";
      const image = element("img", { src: URL.createObjectURL(new Blob([data], { type })) });
      const figure = this.figures.shift()?.cloneNode(true);
      const before = figure?.querySelector("img");
      const said = before?.alt ?? this.cell.original?.querySelector("img")?.alt;
      const changed = this.cell.changed ? `Figure du code modifié. ${said ? `Celle du livre${NO_BREAK}: ${said}` : ""}` : said;
      image.alt = (changed || "Figure de ce code.").trim();
      if (!before) return this.box.append(image);
      before.replaceWith(image);
      return this.box.append(figure);
    }

    finish({ value, error }) {
      if (value !== null) this.box.append(this.textBlock("output text_plain", value));
      if (error) this.box.append(this.explain(error));
      this.show();
    }

    explain({ type, message, french: said, line, trace }) {
      const where = line ? `, ligne ${line}` : "";
      const told = element("p", {}, element("strong", { textContent: `${type}${where}${NO_BREAK}: ` }), said || message || "erreur sans message");
      const summary = element("summary", { textContent: "Ce qu’en dit Python" });
      const details = element("details", {}, summary, element("pre", { textContent: trace, lang: "en" }));
      const box = element("div", { className: "output cell-error" }, told, details);
      box.setAttribute("role", "alert");
      return box;
    }
  }

  class Cell {
    constructor(rank, bar) {
      this.rank = rank;
      this.bar = bar;
      this.input = bar.closest(".cell_input");
      this.container = bar.closest(".cell");
      this.original = this.container.querySelector(".cell_output"); // repliée avec le code, quand il l'est
      this.current = this.original;
      this.edited = null;
      [this.run, this.edit] = bar.querySelectorAll("button");
      this.run.addEventListener("click", () => execute(this));
      this.edit.addEventListener("click", () => this.modify());
    }

    // Les autres boutons n'existent qu'une fois qu'ils servent : ils tiennent dans la barre, sans rien pousser.
    tools() {
      if (this.status) return;
      this.stop = element("button", { type: "button", textContent: "Arrêter", hidden: true });
      this.restore = element("button", { type: "button", textContent: "Rétablir", hidden: true });
      this.progress = element("progress", { hidden: true });
      this.progress.setAttribute("aria-label", "Téléchargement de Python");
      this.amount = element("span", { className: "code-amount" });
      this.status = element("span", { className: "code-status" });
      this.status.setAttribute("role", "status");
      this.bar.append(this.stop, this.restore, this.progress, this.amount, this.status);
      this.stop.addEventListener("click", () => coursePython.stop());
      this.restore.addEventListener("click", () => this.reset());
    }

    get changed() {
      return this.edited !== null;
    }

    say(text) {
      this.status.textContent = text;
    }

    place(box) {
      box.setAttribute("aria-live", "polite");
      if (this.current) this.current.replaceWith(box);
      else this.container.append(box);
      this.current?.querySelectorAll("img[src^='blob:']").forEach((image) => URL.revokeObjectURL(image.src));
      this.current = box;
    }

    busy(busy) {
      this.run.disabled = busy;
      this.stop.hidden = !busy;
      if (busy) this.container.setAttribute("aria-busy", "true");
      else this.container.removeAttribute("aria-busy");
      if (!busy) this.showProgress(null);
      this.restore.hidden = busy || !(this.changed || this.current !== this.original);
    }

    showProgress(seen) {
      const loading = Boolean(seen && seen.loaded < seen.total);
      this.progress.hidden = !loading;
      this.amount.textContent = loading ? `${french(seen.loaded / 1e6, 1)} Mo sur ${french(seen.total / 1e6, 1)}` : "";
      if (!seen) return;
      Object.assign(this.progress, { max: seen.total, value: seen.loaded });
      const step = seen.step === "prêt" ? "" : `${seen.step[0].toUpperCase()}${seen.step.slice(1)}…`;
      if (this.status.textContent !== step) this.say(step);
    }

    async modify() {
      this.tools();
      if (this.view) return this.view.focus();
      this.edit.disabled = true;
      try {
        const [{ open }, cells] = await Promise.all([coursePython.editor(), read()]);
        const original = cells[this.rank].source;
        const block = this.input.querySelector(".highlight .highlight, .highlight");
        this.input.classList.add("edited");
        this.view = open(block, {
          text: original,
          label: "Code, à modifier",
          onRun: () => execute(this),
          onChange: (text) => {
            this.edited = text === original ? null : text;
            this.restore.hidden = !(this.changed || this.current !== this.original);
          },
        });
        this.view.focus();
        this.say("Ctrl + Entrée exécute ; Échap puis Tabulation sort du code.".replace(" ;", "\u202f;"));
      } catch (error) {
        this.say(`L’éditeur ne s’ouvre pas${NO_BREAK}: ${error.message}`);
      }
      this.edit.disabled = false;
    }

    reset() {
      this.view?.close();
      this.view = null;
      this.edited = null;
      this.input.classList.remove("edited");
      if (this.original) this.place(this.original);
      else this.current?.remove();
      this.original?.removeAttribute("aria-live");
      this.current = this.original;
      this.restore.hidden = true;
      this.say("Le code et le résultat du livre sont rétablis.");
      this.run.focus();
    }
  }

  const cells = new Map([...bars].filter(([, bar]) => bar.querySelector("button")).map(([rank, bar]) => [rank, new Cell(rank, bar)]));
  const nowhere = { add() {}, finish() {}, show() {} }; // une cellule qui ne se voit pas

  // Exécute une cellule et ce dont elle se sert ; rend la phrase qui dit ce qui s'est passé.
  const runChain = async (cell) => {
    const written = await read();
    const sources = written.map(({ source }, rank) => cells.get(rank)?.edited ?? source);
    const options = { onProgress: (seen) => cell.showProgress(seen), packages: written[cell.rank].packages };
    const ranks = await coursePython.plan(sources, cell.rank, options);
    const above = ranks.slice(0, -1);
    const count = plural(above.length, "d’abord un code plus haut, dont celui-ci se sert", "d’abord # codes plus haut, dont celui-ci se sert");
    const start = performance.now();
    for (const rank of ranks) {
      cell.say(above.includes(rank) ? `Exécute ${count}…` : "Exécute…");
      const outputs = rank === cell.rank || cells.has(rank) ? new Outputs(cells.get(rank)) : nowhere;
      const shown = cells.get(rank);
      shown?.tools();
      try {
        const result = await coursePython.cell(sources[rank], rank, { ...options, onOutput: (output) => outputs.add(output) });
        outputs.finish(result);
        shown?.busy(rank === cell.rank);
        if (!result.error) continue;
        if (rank === cell.rank) return `Arrêté par une erreur${NO_BREAK}: elle est sous le code.`;
        if (!shown) new Outputs(cell).finish(result);
        return `Un code plus haut, dont celui-ci se sert, s’arrête sur une erreur${NO_BREAK}: ${result.error.french || result.error.message}.`;
      } finally {
        outputs.show();
      }
    }
    const seconds = french((performance.now() - start) / 1000, 1);
    const also = above.length ? `, avec ${plural(above.length, "un code plus haut, dont il se sert", "# codes plus haut, dont il se sert")}` : "";
    return `Exécuté en ${seconds}${NO_BREAK}s${also}.`;
  };

  let queue = Promise.resolve();
  const execute = (cell) => {
    cell.tools();
    if (cell.run.disabled) return;
    cell.busy(true);
    cell.say("Attend la fin du code précédent…");
    queue = queue.then(async () => {
      try {
        cell.say("Prépare Python…");
        const said = await runChain(cell);
        cell.busy(false);
        cell.say(said);
      } catch (error) {
        cell.busy(false);
        cell.say(error.stopped ? "Arrêté. Le prochain code repartira de zéro." : `Python s’arrête${NO_BREAK}: ${error.message}`);
      }
    });
  };
}
