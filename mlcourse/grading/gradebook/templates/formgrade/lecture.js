// Ce que la lecture d'une copie ajoute au formgrade.js de nbgrader, chargé avant ce texte et lancé après lui.
(() => {
  const WHOLE = "mlcourse-tout-le-carnet";  // le choix de la personne, d'une copie à l'autre
  const { initialize, render, save } = GradeUI.prototype;
  const french = value => String(value).replace(".", ",").replace("-", "−");

  // Une phrase au bas de la page, qui y reste.
  const tell = (text, color = "#a3261c") => $("#statusmessage").stop(true, true).css({ color }).text(text).show();

  // Le nombre qu'écrit une personne, à la virgule ou au point ; rien si le champ est vide, NaN si ce n'en est pas un.
  const read = text => {
    const plain = text.trim().replace(",", ".");
    return plain === "" ? "" : /^(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
  };

  // Les points d'une ligne de barème, « 0,5 », « − 0,5 » ou « − 0,5 par oubli » ; rien si ce n'en sont pas.
  const worth = text => {
    const [, sign, number] = text.trim().match(/^([-−–]?)\s*([\d.,]+)(?:\s+par\s.*)?$/) ?? [];
    return number ? (sign ? -1 : 1) * read(number) || 0 : 0;
  };

  // Dit ce qui ne va pas plutôt que de l'arrondir à ce qui va : « 35 » n'est pas « 4 ».
  const complaint = (value, most) =>
    Number.isNaN(value) ? "Ce n’est pas un nombre." : value > most ? `La cellule vaut ${french(most)} au plus.` : "";

  // Ce que valent ensemble les lignes cochées d'un barème, sans les poussières de la virgule flottante.
  const total = (...numbers) => Number(numbers.reduce((sum, each) => sum + each, 0).toFixed(6));

  // Ce qui est coché se garde dans le commentaire, que l'étudiant lira : chaque ligne du barème, et ce qu'elle a donné.
  const HEAD = "| Barème | Points |\n|:---|---:|";
  // Une ligne qui retranche ne s'y lit que cochée : ce qui n'a rien coûté n'est pas à dire.
  const takes = line => line.value < 0;
  const row = (line, given) =>
    `| ${line.dataset.text} | ${french(given)}${takes(line) ? "" : ` / ${french(line.value)}`} |`;
  // Ce que vaut un barème avant qu'on y coche rien : tous les points, s'il ne fait que retrancher.
  const base = (lines, most) => (lines.length && lines.every(takes) ? most : 0);
  const sum = lines => total(...lines.filter(line => line.checked).map(line => Number(line.value)));
  // Une note retouchée n'est plus la somme de ses lignes : l'écart en est une, sans quoi l'étudiant referait le compte.
  // De qui n'a rien coché, la note est donnée d'ensemble, et se dit de même.
  const adjusted = (lines, score, most) => {
    const gap = score === "" ? 0 : total(score, -Math.max(0, total(base(lines, most), sum(lines))));
    if (!gap) return [];
    if (!lines.some(line => line.checked)) return [`| Note donnée d’ensemble | ${french(score)} / ${french(most)} |`];
    return [`| Ajusté par l’enseignant | ${gap > 0 ? "+" : ""}${french(gap)} |`];
  };
  // Ce que dit le tableau : les lignes, si l'une est cochée ou si rien n'est accordé, puis ce qui n'en vient pas.
  const rowsOf = (lines, score, most) => {
    const told = lines.filter(line => line.checked || !takes(line));
    const shown = score === 0 || lines.some(line => line.checked) ? told : [];
    return [...shown.map(line => row(line, line.checked ? line.value : 0)), ...adjusted(lines, score, most)];
  };
  // Le tableau, à sa place dans le commentaire ; le reste, qu'a écrit une personne, ne change pas.
  const withLines = (comment, lines, score, most) => {
    const at = comment.indexOf(HEAD), rows = rowsOf(lines, score, most);
    const [before, after] = at < 0 ? [comment, ""]
      : [comment.slice(0, at), comment.slice(at + HEAD.length).replace(/^(\n\|.*)*/, "")];
    if (!rows.length && at < 0) return comment;
    const parts = [before.trimEnd(), rows.length ? [HEAD, ...rows].join("\n") : "", after.replace(/^\n+/, "")];
    return parts.filter(Boolean).join("\n\n");
  };

  // Une requête à la fois, puis une autre si la page a changé depuis : de deux qui se croisent, c'est parfois la plus
  // ancienne qui s'inscrit la dernière.
  const inTurn = send => function () {
    this.stale = this.sending;
    if (this.sending) return;
    this.sending = true;
    const done = () => {
      this.stopListening(this.model, "sync error", done);
      this.sending = false;
      if (this.stale) this.save();
    };
    this.listenTo(this.model, "sync error", done);
    send.call(this);
  };
  const send = inTurn(save);

  GradeUI.prototype.events["change .ligne"] = "tick";

  Object.assign(GradeUI.prototype, {
    initialize() {
      initialize.call(this);
      this.$lines = this.$el.find(".ligne");
      this.$comment = this.$el.find(".comment").on("suivi", () => this.open());
      this.open();
      this.$score.attr("placeholder", (_, text) => text && french(text));
      this.$extra_credit.attr("placeholder", "0");
      this.tellStale();
      this.$score.add(this.$extra_credit).prop("readonly", false);
    },

    // Une réponse du serveur ne touche ni à ce qu'une personne est en train d'écrire, ni à ce qu'on lui demande de reprendre.
    render() {
      const fields = this.$score.add(this.$extra_credit);
      const kept = fields.filter((_, field) => this.stale || field.matches(":focus:not([readonly]), :invalid"));
      const texts = kept.map((_, field) => field.value).get();
      render.call(this);
      kept.val(place => texts[place]);
      fields.val((_, text) => french(text));
      if (this.model.get("needs_manual_grade")) this.$el.closest(".reste").attr("class", "à-lire");
      else this.$el.find(".périmée").remove();
    },

    // Une note qu'à l'ouverture une personne avait mise, et qui est de nouveau à lire, ne juge pas ce que montre la page.
    tellStale() {
      const old = this.model.get("manual_score"), beyond = this.model.get("extra_credit");
      if ((old === null && !beyond) || !this.model.get("needs_manual_grade")) return;
      const note = this.$lines.length ? "la note et les lignes cochées sont celles" : "la note est celle";
      const kept = old === null ? "les points en plus sont ceux" : note, said = french(old === null ? beyond : old);
      const text = `Nouvelle remise, ou sujet changé, depuis votre lecture\u00a0: ${kept} d’avant (${said}).`;
      this.$el.find(".barème, .panel-body").last().prepend($("<p>", { class: "attente périmée", text }));
    },

    // Ce que vaut la copie, ses points « en plus » compris, et ce que valent ses cellules.
    copy() {
      const points = ({ model, $score, $extra_credit }) => {
        const given = read($score.val());
        return total(given === "" ? model.get("auto_score") || 0 : given, read($extra_credit.val()) || 0);
      };
      const cells = formgrader.grade_uis;
      return [total(...cells.map(points)), total(...cells.map(({ model }) => model.get("max_score")))];
    },

    save() {
      const fields = [[this.$score, this.model.get("max_score")], [this.$extra_credit, Infinity]];
      for (const [field, most] of fields) {
        const value = read(field.val());
        const wrong = complaint(value, most);
        field[0].setCustomValidity(wrong);
        if (wrong) return tell(`${wrong} Rien n’est inscrit.`);
        field.val(value);
      }
      const [score, most] = this.copy(), beyond = read(this.$extra_credit.val()) && score > most;
      if (beyond) tell(`La copie dépasserait ${french(most)} points : elle en aurait ${french(score)}. C’est inscrit.`, "#8a5a00");
      else if (!going) $("#statusmessage").hide();
      this.note();
      this.count();
      send.call(this);
    },

    // Les lignes se cochent une fois suivi le commentaire, qui dit lesquelles l'étaient.
    open() {
      if (!this.$comment.prop("readonly")) {
        for (const line of this.$lines.get()) {
          line.disabled = false;
          line.checked = this.$comment.val().includes(row(line, line.value));
        }
        if (document.activeElement === document.body) this.$lines.filter(formgrader.last_selected).focus();
      }
      this.count();
    },

    note() {
      if (!this.$lines.length || this.$comment.prop("readonly")) return;
      const score = read(this.$score.val()), most = this.model.get("max_score");
      const text = withLines(this.$comment.val(), this.$lines.get(), score, most);
      if (text !== this.$comment.val()) this.$comment.val(text).trigger("change");
    },

    // Le champ, ce que valent les lignes cochées, et le reste : ce que la personne a écrit d'elle-même. Vide, il part de
    // zéro, ou de tous les points si le barème ne fait que retrancher ; un zéro sous lequel il serait descendu aussi.
    count() {
      const text = this.$score.val().replace(",", "."), value = Number(text), ticked = this.ticked();
      if (text === this.told) return;  // c'est ce qu'a donné une case, et personne n'y a touché depuis
      this.told = null;
      const start = base(this.$lines.get(), this.model.get("max_score"));
      this.rest = text === "" || (value === 0 && ticked < 0) ? start : total(value, -ticked);
      this.unread = this.rest === start;
    },

    ticked() {
      return sum(this.$lines.get());
    },

    // Le champ se refait du reste, et non de ce qu'il montre : une réponse tardive du serveur n'y change rien, ni une note
    // qui serait descendue sous zéro. Sans plus rien de coché, il redevient vide, et la réponse à lire : une case cochée par
    // mégarde ne vaut pas zéro à qui n'a pas été lu.
    tick() {
      const score = Math.max(0, total(this.rest, this.ticked()));
      this.told = this.unread && !this.$lines.is(":checked") ? "" : String(score);
      this.$score.val(french(this.told));
      this.save();
    },

    assignFullCredit() {
      this.assign(true, this.model.get("max_score"));
    },

    assignNoCredit() {
      this.$extra_credit.val(0);
      this.assign(false, 0);
    },

    assign(checked, score) {
      for (const line of this.$lines.get()) line.checked = checked && !takes(line);
      this.told = null;
      this.$score.val(score).select().focus();
      this.save();
    },
  });

  const { initialize: open, render: show } = CommentUI.prototype;
  CommentUI.prototype.initialize = function () {
    open.call(this);
    const nothing = this.model.get("auto_comment") ? "Rien n’a été répondu." : "";
    this.$comment.attr("placeholder", nothing || "Un commentaire, que l’étudiant lira (Markdown, formules)");
    this.$comment.prop("readonly", false).trigger("suivi");
  };
  CommentUI.prototype.render = function () {
    if (!this.stale && !this.$comment.is(":focus:not([readonly])")) show.call(this);
    autosize.update(this.$comment);
  };
  CommentUI.prototype.save = inTurn(CommentUI.prototype.save);

  // Ne quitte une copie qu'une fois ses notes inscrites ; le formgrade.js de nbgrader tait celles qui ne le sont pas.
  let lost = false;
  const tellLost = () => tell("Le serveur n’a pas répondu : rechargez la page, et vérifiez la dernière note.");
  $(document).ajaxError(() => {
    lost = true;
    tellLost();
  });
  // Dès qu'on la quitte, une copie ne reçoit plus rien, ni clic ni touche : on croirait l'écrire sur la suivante, qui met
  // une seconde à s'ouvrir, davantage pendant une correction. Échap y reste.
  let going = null;
  function depart(go) {
    going = go;
    document.body.classList.toggle("quittée", Boolean(go));
    for (const part of document.querySelectorAll("body > nav, body > .container")) part.inert = Boolean(go);
    if (go) tell("La page demandée s’ouvre…", "#275f91");
    else $("#statusmessage").hide();
  }
  window.addEventListener("beforeunload", () => depart(going ?? (() => {})));
  window.addEventListener("pageshow", () => depart(null));
  function leave(go) {
    document.activeElement.blur();  // ce qui vient d'être écrit s'inscrit
    const wrong = document.querySelector("input:invalid");
    if (wrong) return wrong.focus();
    depart(go);
    const once = () => {
      if (going !== go) return;
      if ($.active) $(document).one("ajaxStop", once);
      else if (!lost) go();
      else {
        depart(null);
        tellLost();
      }
    };
    once();
  }
  // Les raccourcis de nbgrader quittent la copie de même.
  for (const name of ["nextAssignment", "nextIncorrectAssignment", "prevAssignment", "prevIncorrectAssignment"]) {
    const theirs = FormGrader.prototype[name];
    FormGrader.prototype[name] = function () {
      leave(() => theirs.call(this));
    };
  }

  async function unread({ assignment, notebook, submission }) {
    const address = ["api/submitted_notebooks", ...[assignment, notebook].map(encodeURIComponent)].join("/");
    const found = await (await fetch(`${base_url}/${address}`)).json();
    const waiting = found.filter(each => each.needs_manual_grade).map(each => each.id).sort();
    const next = waiting.find(id => id > submission) ?? waiting.find(id => id !== submission);
    return { waiting: waiting.length, next, here: waiting.includes(submission) };
  }

  // Ce qui reste, à côté du bouton qui y mène. Sans plus rien où aller, il n'y a pas de bouton.
  function remains(waiting, next, here) {
    if (!waiting) return "Tout est lu";
    const copies = `Il reste ${waiting} ${waiting > 1 ? "copies" : "copie"} à lire`;
    return next ? copies + (here ? ", celle-ci comprise" : "") : `${copies}\u00a0: celle-ci`;
  }

  // De deux réponses qui se croisent, la plus ancienne ne dit plus rien : la note d'après est inscrite.
  let asked = 0;
  async function offer(button) {
    const turn = ++asked, { waiting, next, here } = await unread(document.body.dataset);
    if (turn !== asked) return;
    document.getElementById("reste-à-lire").textContent = remains(waiting, next, here);
    button.disabled = button.hidden = !next;
    button.onclick = () => leave(() => {
      formgrader.setCurrentIndex();
      window.location = `${base_url}/submissions/${next}/?index=${formgrader.current_index}`;
    });
  }

  function offerWholeNotebook(choice) {
    const whole = localStorage.getItem(WHOLE) !== null;
    document.body.classList.toggle("lecture", !whole);
    choice.setAttribute("aria-pressed", whole);
    choice.onclick = () => leave(() => {
      if (whole) localStorage.removeItem(WHOLE);
      else localStorage.setItem(WHOLE, "");
      window.location.reload();
    });
  }

  function key(text) {
    return Object.assign(document.createElement("kbd"), { textContent: text });
  }

  // Une ligne du barème se coche quand sa dernière case est un nombre de points, donnés ou retranchés.
  function offerLines(rubric) {
    const rows = [...rubric.querySelectorAll("tbody tr")].filter(row => !row.closest("details"));
    const texts = JSON.parse(rubric.dataset.lines);
    let last, rank = 0;
    for (const [place, { firstElementChild: text, lastElementChild: points }] of rows.entries()) {
      const value = worth(points.textContent);
      if (!value) continue;
      const line = { type: "checkbox", className: "ligne tabbable", value, autocomplete: "off", disabled: true };
      const label = document.createElement("label"), box = Object.assign(document.createElement("input"), line);
      box.dataset.text = texts[place] ?? text.textContent;
      label.append(box, ...(++rank < 10 ? [key(rank), " "] : []), ...text.childNodes);
      text.append(label);
      last = text.closest("table");
    }
    const taking = [...rubric.querySelectorAll(".ligne")].some(takes);
    const minus = taking ? " Une ligne négative, cochée, retranche les siens, une fois, sans descendre sous zéro." : "";
    last?.insertAdjacentHTML("afterend", `<p class="cocher">Cochez ce qui est acquis : les points s’ajoutent à la note, que
      vous pouvez changer.${minus} Chaque ligne, et ce qu’elle a donné, s’inscrit au commentaire, que l’étudiant lira. À moitié acquise, elle
      s’arrange par la note : l’écart s’inscrit aussi.<br>Au clavier : un chiffre coche sa ligne, <kbd>0</kbd> n’en accorde
      aucune, <kbd>Entrée</kbd> mène à la réponse suivante à lire.</p>`);
  }

  // JupyterLab ouvre lui-même le fichier, s'il encadre la page ; sinon, c'est le navigateur, dans un onglet à part.
  function offerFile(link) {
    const path = link.dataset.file.split("/").map(encodeURIComponent).join("/");
    if (window !== window.top) $(link).map(linkTo("file", link.dataset.file));
    else Object.assign(link, { href: `${base_url.replace(/formgrader$/, "files")}/${path}`, target: "_blank", rel: "noopener" });
  }

  // Ce qui reste à lire de cette copie, après la cellule d'où vient Entrée ; une cellule déjà passée attend, sans plus.
  const passed = new Set();
  function unreadHere(cell) {
    passed.add(cell);
    const waits = ui => ui.model.get("needs_manual_grade") && !ui.sending && !passed.has(ui.el);
    const fields = formgrader.grade_uis.filter(waits).map(ui => ui.$el.find(".ligne, .score").filter(":visible"));
    const places = fields.map(found => found.filter(".ligne:enabled")[0] ?? found[0]).filter(Boolean);
    const after = place => cell.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
    return places.find(after) ?? places[0];
  }

  // La lecture s'ouvre sur la première ligne du barème, s'il se coche : un chiffre n'y est pas encore une note.
  const { setIndexFromUrl } = FormGrader.prototype;
  FormGrader.prototype.setIndexFromUrl = function () {
    setIndexFromUrl.call(this);
    const line = this.last_selected.parents(".nbgrader_cell").find(".ligne.tabbable").first();
    if (line.length) this.last_selected = line;
  };

  // Une touche frappée pendant que la suivante s'ouvre n'est pour personne.
  function unheard(event) {
    event.stopImmediatePropagation();
    if (event.key === "Escape") depart(null);
    else if (!event.ctrlKey && !event.metaKey && !event.altKey) event.preventDefault();
  }

  // Ce qui n'est pas encore peint ne reçoit rien non plus.
  let painted = false;
  requestAnimationFrame(() => requestAnimationFrame(() => painted = true));

  // Une touche, hors de ce qui s'écrit : un chiffre coche, zéro n'accorde rien. Entrée mène à ce qui reste à lire de la
  // copie, puis la quitte, sauf d'un commentaire, où elle va à la ligne, et d'un bouton, qu'elle presse.
  const WRITTEN_IN = "textarea, input:not([type=checkbox])", PRESSED = "button, a[href], summary, textarea, .modal *";
  function byKeyboard(event, button) {
    if (going) return unheard(event);
    const { key, target } = event, cell = formgrader.last_selected?.parents(".nbgrader_cell");
    if (event.ctrlKey || event.altKey || event.metaKey || !cell) return;
    const lines = painted && !target.matches(WRITTEN_IN) ? cell.find(".ligne:enabled") : [];
    const line = key >= "1" && key <= "9" ? lines[key - 1] : null, none = key === "0" && lines.length;
    const next = key === "Enter" && !target.matches(PRESSED);
    if (!line && !none && !next) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (next) document.activeElement.blur();  // ce qui vient d'être écrit s'inscrit
    const here = next && (document.querySelector("input:invalid") ?? unreadHere(target.closest(".nbgrader_cell") ?? cell[0]));
    if (here) {
      here.focus();
    } else if (next && button.disabled) {
      tell(document.getElementById("reste-à-lire").textContent, "#275f91");
    } else if (next) button.click();
    else if (line) line.click();
    else {
      cell.find(".no-credit").click();
      cell.find(".ligne").first().focus();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-file]").forEach(offerFile);
    document.querySelectorAll(".barème").forEach(offerLines);
    showNames();
    const choice = document.getElementById("vue"), button = document.getElementById("suivante-à-lire");
    if (choice) offerWholeNotebook(choice);
    // La touche de tabulation ne s'arrête qu'à ce qui se voit.
    for (const field of document.querySelectorAll(".lecture .reste .tabbable")) field.classList.remove("tabbable");
    for (const [side, go] of [["prev", "prevAssignment"], ["next", "nextAssignment"]]) {
      document.querySelector(`.btn.${side}`).onclick = event => {
        event.preventDefault();
        formgrader[go]();
      };
    }
    document.addEventListener("keydown", event => byKeyboard(event, button), true);
    offer(button);
    $(document).on("finished_saving", () => offer(button));
    window.addEventListener("pageshow", ({ persisted }) => persisted && offer(button));  // ce qui reste a changé depuis
  });
})();
