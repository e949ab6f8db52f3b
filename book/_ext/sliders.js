// Les curseurs d'une page : chacun va chercher ses nombres quand il arrive en vue, et se tient à l'adresse de la page.
{
  const base = new URL(".", document.currentScript.src);
  const loaded = {};

  const load = (source) =>
    (loaded[source] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(source, base);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }));

  // Le modèle que connaît un module d'anywidget ; Python n'étant pas là, ses réponses sont cherchées dans un tableau.
  class TableModel {
    constructor(name, { controls, common, keys, numbers, sentences }) {
      Object.assign(this, { name, controls, common, keys, rows: numbers, sentences });
      this.listeners = {};
    }

    get rank() {
      return Object.entries(this.controls).reduce((rank, [name, grid]) => rank * grid.length + this.positions[name], 0);
    }

    get(key) {
      if (key === "positions") return this.positions;
      if (key === "sentence") return this.sentences[this.rank];
      const row = this.rows[this.rank];
      return { ...this.common, ...Object.fromEntries(this.keys.map((name, k) => [name, row[k]])) };
    }

    set(key, value) {
      this[key] = value;
    }

    on(event, listener) {
      (this.listeners[event] ??= []).push(listener);
    }

    save_changes() {
      for (const key of ["positions", "numbers", "sentence"]) {
        for (const listener of this.listeners[`change:${key}`] ?? []) listener();
      }
      this.writeAddress();
    }

    // Seul ce qui n'est pas au départ s'écrit dans l'adresse, et l'ancre y reste.
    writeAddress() {
      const address = new URL(location.href);
      for (const [name, grid] of Object.entries(this.controls)) {
        const key = `${this.name}.${name}`;
        if (this.positions[name] === this.start[name]) address.searchParams.delete(key);
        else address.searchParams.set(key, grid[this.positions[name]]);
      }
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // Un navigateur peut refuser de changer l'adresse d'un fichier : le curseur bouge quand même.
      }
    }

    // Ce que l'adresse ne dit pas, ou dit mal, reste au départ.
    readAddress(start) {
      const asked = new URL(location.href).searchParams;
      this.start = start;
      this.positions = { ...start };
      for (const [name, grid] of Object.entries(this.controls)) {
        const position = grid.indexOf(asked.get(`${this.name}.${name}`));
        if (position >= 0) this.positions[name] = position;
      }
    }
  }

  const show = async (el) => {
    const name = el.dataset.slider;
    for (const source of JSON.parse(el.dataset.sources)) await load(source);
    const { widget, table } = curseurs[name];
    const model = new TableModel(name, table);
    const inputs = [...el.querySelectorAll("input[type=range]")];
    model.readAddress(Object.fromEntries(inputs.map((input) => [input.dataset.name, Number(input.defaultValue)])));
    el.querySelector(".curseur-phrase").innerHTML = model.get("sentence");
    widget.render({ model, el });
  };

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        show(target);
      }
    },
    { rootMargin: "25%" },
  );
  for (const el of document.querySelectorAll(".curseur")) observer.observe(el);
}
