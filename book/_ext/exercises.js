// Les exercices d'une page : l'essai est jugé par Python, dans la page, et gardé sur la machine du lecteur, nulle part ailleurs.
{
  const attempts = memory("livre-exercices");
  const python = window.coursePython;
  const boxes = [...document.querySelectorAll(".exercise")];

  const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

  // Ce que dit un verdict : chaque propriété et son état, puis ce que l'on sait de la première qui tombe.
  const told = ({ passed, properties, details, printed }) => {
    const title = passed ? "Juste." : properties.length ? "Pas encore." : "Le code ne s’exécute pas.";
    const list = element("ul", "");
    for (const [claim, held] of properties) {
      const item = element("li", "", held ? "held" : "missed");
      item.append(element("strong", held ? "vérifié" : "à revoir"), `\u00a0: ${claim}`);
      list.append(item);
    }
    const facts = element("dl", "");
    for (const [label, text] of Object.entries(details)) {
      const fact = element("dd", "");
      fact.append(element(text.includes("\n") || label !== "piste" ? "pre" : "p", text));
      facts.append(element("dt", label), fact);
    }
    if (printed) {
      const shown = element("dd", "");
      shown.append(element("pre", printed));
      facts.append(element("dt", "affiché"), shown);
    }
    const first = element("p", "");
    first.append(element("strong", title));
    return [first, ...(properties.length ? [list] : []), ...(facts.children.length ? [facts] : [])];
  };

  const enliven = (box) => {
    const name = box.dataset.exercise;
    const place = box.querySelector(".exercise-editor");
    const verdict = box.querySelector(".verdict");
    const tools = box.querySelector(".exercise-tools");
    const [check, stop, reset, erase] = tools.querySelectorAll("button");
    const progress = tools.querySelector("progress");
    const start = `${place.querySelector("pre").textContent.trimEnd()}\n`;
    const label = `Votre code, ${box.querySelector(".exercise-number").textContent.replace(/\.$/, "").toLowerCase()}`;
    const field = Object.assign(element("textarea", ""), { spellcheck: false, autocapitalize: "off", autocomplete: "off" });
    let text = start; // ce que montre le champ, puis l'éditeur qui prend sa place
    let editor = null;
    let aside = null; // l'essai, pendant que l'on relit le code de départ

    const say = (kind, ...content) => {
      verdict.className = `verdict ${kind}`;
      verdict.replaceChildren(...content);
    };

    const refresh = () => {
      field.rows = text.split("\n").length + 1;
      const touched = text !== start || aside !== null;
      reset.textContent = aside === null ? "Rétablir" : "Reprendre mon essai";
      reset.hidden = !touched;
      erase.hidden = !touched && attempts.recall()[name] === undefined;
    };

    const write = (replacement) => {
      text = replacement;
      if (editor) editor.write(text);
      else field.value = text;
      refresh();
    };

    const busy = (running) => {
      check.disabled = running;
      stop.hidden = !running;
      if (!running) progress.hidden = true;
    };

    const load = ({ loaded, total }) => {
      progress.hidden = false;
      if (total) Object.assign(progress, { max: total, value: loaded });
    };

    const judge = async () => {
      busy(true);
      try {
        say("", "Python se charge…");
        await python.start(load);
        progress.hidden = true;
        say("", "Vérification en cours…");
        const found = await python.call("mlcourse.practice", "judge", [name, text]);
        say(found.passed ? "right" : "wrong", ...told(found));
      } catch (problem) {
        const reason = problem?.message ?? String(problem);
        say("", problem?.stopped ? "Arrêté. Python repartira à la prochaine vérification." : `Python s’est arrêté\u00a0: ${reason}`);
      }
      busy(false);
    };

    const changed = (now) => {
      if (now === text) return;
      text = now;
      aside = null;
      attempts.remember({ [name]: text });
      say("");
      refresh();
    };

    // L'éditeur prend la place du champ quand le lecteur s'en approche, sans rien perdre de ce qui s'y est écrit entre-temps ;
    // s'il ne vient pas, le champ reste.
    let composing = false;
    for (const moment of ["start", "end"]) field.addEventListener(`composition${moment}`, () => (composing = moment === "start"));
    const settled = () => composing && new Promise((done) => field.addEventListener("compositionend", done, { once: true }));
    let coming = false;
    const openEditor = async () => {
      if (coming) return;
      coming = true;
      try {
        const { open } = await python.editor();
        await settled();
        const focused = document.activeElement === field;
        const frame = element("div", "", "exercise-code highlight");
        frame.style.setProperty("--hauteur", `${field.clientHeight}px`);
        const selection = [field.selectionStart, field.selectionEnd];
        field.replaceWith(frame);
        editor = open(frame, { text, label, selection, onRun: () => check.click(), onChange: changed });
        if (focused) editor.focus();
      } catch {
        coming = false;
      }
    };

    field.addEventListener("focus", openEditor);
    tools.addEventListener("click", openEditor);
    field.addEventListener("input", () => changed(field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check.click();
    });

    check.addEventListener("click", judge);
    stop.addEventListener("click", () => python.stop());

    reset.addEventListener("click", () => {
      const kept = aside;
      aside = kept === null ? text : null;
      write(kept ?? start);
      say("");
    });

    erase.addEventListener("click", () => {
      attempts.remember({ [name]: undefined });
      aside = null;
      write(start);
      (editor ?? field).focus();
      say("", "Essai effacé.");
    });

    field.setAttribute("aria-label", label);
    place.append(field);
    write(attempts.recall()[name] ?? start);
    verdict.setAttribute("role", "status");
    tools.hidden = false;
    box.classList.add("ready");
  };

  if (python?.available) boxes.forEach(enliven);
  else if (boxes.length) {
    const reason = python?.reason || "ce livre a été construit sans Python dans ses pages.";
    const note = element("p", `Ces exercices se lisent ici, et se font dans un notebook\u00a0: ${reason}`, "exercise-note");
    boxes[0].before(note);
  }
}
