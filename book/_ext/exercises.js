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
    const editor = element("textarea", "");
    let aside = null; // l'essai, pendant que l'on relit le code de départ

    const say = (kind, ...content) => {
      verdict.className = `verdict ${kind}`;
      verdict.replaceChildren(...content);
    };

    const refresh = () => {
      editor.rows = editor.value.split("\n").length + 1;
      const touched = editor.value !== start || aside !== null;
      reset.textContent = aside === null ? "Rétablir" : "Reprendre mon essai";
      reset.hidden = !touched;
      erase.hidden = !touched && attempts.recall()[name] === undefined;
    };

    const write = (text) => {
      editor.value = text;
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
        const found = await python.call("mlcourse.practice", "judge", [name, editor.value]);
        say(found.passed ? "right" : "wrong", ...told(found));
      } catch (problem) {
        const reason = problem?.message ?? String(problem);
        say("", problem?.stopped ? "Arrêté. Python repartira à la prochaine vérification." : `Python s’est arrêté\u00a0: ${reason}`);
      }
      busy(false);
    };

    // Le retour à la ligne garde le retrait, et l'augmente après un deux-points ; la touche de tabulation, elle, sort de l'éditeur.
    const indent = () => {
      const line = editor.value.slice(0, editor.selectionStart).split("\n").at(-1);
      const margin = line.match(/^ */)[0] + (/:\s*(#.*)?$/.test(line) ? "    " : "");
      editor.setRangeText(`\n${margin}`, editor.selectionStart, editor.selectionEnd, "end");
      editor.dispatchEvent(new Event("input"));
    };

    editor.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) check.click();
      else indent();
    });

    editor.addEventListener("input", () => {
      aside = null;
      attempts.remember({ [name]: editor.value });
      say("");
      refresh();
    });

    check.addEventListener("click", judge);
    stop.addEventListener("click", () => python.stop());

    reset.addEventListener("click", () => {
      const kept = aside;
      aside = kept === null ? editor.value : null;
      write(kept ?? start);
      say("");
    });

    erase.addEventListener("click", () => {
      attempts.remember({ [name]: undefined });
      aside = null;
      write(start);
      editor.focus();
      say("", "Essai effacé.");
    });

    Object.assign(editor, { spellcheck: false, autocapitalize: "off", autocomplete: "off" });
    const number = box.querySelector(".exercise-number").textContent.replace(/\.$/, "");
    editor.setAttribute("aria-label", `Votre code, ${number.toLowerCase()}`);
    place.append(editor);
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
