// Ce que la lecture d'une copie ajoute au formgrade.js de nbgrader, chargé avant ce texte et lancé après lui.
(() => {
  const WHOLE = "mlcourse-tout-le-carnet";  // le choix de la personne, d'une copie à l'autre
  const { initialize, render, save } = GradeUI.prototype;
  const french = value => String(value).replace(".", ",");

  // Une phrase au bas de la page, qui y reste.
  const tell = text => $("#statusmessage").stop(true, true).css({ color: "#a3261c" }).text(text).show();

  // Le nombre qu'écrit une personne, à la virgule ou au point ; rien si le champ est vide, NaN si ce n'en est pas un.
  const read = text => {
    const plain = text.trim().replace(",", ".");
    return plain === "" ? "" : /^(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
  };

  // Dit ce qui ne va pas plutôt que de l'arrondir à ce qui va : « 35 » n'est pas « 4 ».
  const complaint = (value, most) =>
    Number.isNaN(value) ? "Ce n’est pas un nombre." : value > most ? `La cellule vaut ${french(most)} au plus.` : "";

  Object.assign(GradeUI.prototype, {
    initialize() {
      initialize.call(this);
      this.$score.attr("placeholder", (_, text) => text && french(text));
      this.$extra_credit.attr("placeholder", "0");
      this.$score.add(this.$extra_credit).prop("readonly", false);
    },

    render() {
      render.call(this);
      for (const field of [this.$score, this.$extra_credit]) field.val((_, text) => french(text));
      if (this.model.get("needs_manual_grade")) this.$el.closest(".reste").attr("class", "à-lire");
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
      $("#statusmessage").hide();
      save.call(this);
    },
  });

  const { initialize: open } = CommentUI.prototype;
  CommentUI.prototype.initialize = function () {
    open.call(this);
    const nothing = this.model.get("auto_comment") ? "Rien n’a été répondu." : "";
    this.$comment.attr("placeholder", nothing || "Un commentaire, que l’étudiant lira (Markdown, formules)");
    this.$comment.prop("readonly", false);
  };

  // Ne quitte une copie qu'une fois ses notes inscrites ; le formgrade.js de nbgrader tait celles qui ne le sont pas.
  let lost = false;
  $(document).ajaxError(() => {
    lost = true;
    tell("Le serveur n’a pas répondu : rechargez la page, et vérifiez la dernière note.");
  });
  const leave = go => {
    const wrong = document.querySelector("input:invalid");
    if (wrong) wrong.focus();
    else if ($.active) $(document).one("ajaxStop", () => leave(go));
    else if (!lost) go();
  };

  async function unread({ assignment, notebook, submission }) {
    const address = ["api/submitted_notebooks", ...[assignment, notebook].map(encodeURIComponent)].join("/");
    const found = await (await fetch(`${base_url}/${address}`)).json();
    const waiting = found.filter(each => each.needs_manual_grade).map(each => each.id).sort();
    const next = waiting.find(id => id > submission) ?? waiting.find(id => id !== submission);
    return { waiting: waiting.length, next };
  }

  async function offer(button) {
    const { waiting, next } = await unread(document.body.dataset);
    button.textContent = waiting ? `À lire ensuite (${waiting} en attente)` : "Tout est lu";
    button.disabled = !next;
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

  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("vue"), button = document.getElementById("suivante-à-lire");
    if (choice) offerWholeNotebook(choice);
    // La touche de tabulation ne s'arrête qu'à ce qui se voit.
    for (const field of document.querySelectorAll(".lecture .reste .tabbable")) field.classList.remove("tabbable");
    for (const [side, go] of [["prev", "prevAssignment"], ["next", "nextAssignment"]]) {
      document.querySelector(`.btn.${side}`).onclick = event => {
        event.preventDefault();
        leave(() => formgrader[go]());
      };
    }
    offer(button);
    $(document).on("finished_saving", () => offer(button));
  });
})();
