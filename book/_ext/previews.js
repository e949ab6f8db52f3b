// Les aperçus d'une page : ce à quoi mène un renvoi se montre sous lui, à la souris, au clavier ou du doigt.
{
  // Passer sur un renvoi n'est pas s'y arrêter, et aller du renvoi à son aperçu prend un instant (en millisecondes).
  const SHOW = 300;
  const HIDE = 250;
  const GAP = 6; // pixels, du renvoi à l'aperçu, et de l'aperçu au bord
  const TOUCH = "Touchez encore le renvoi pour y aller.";

  const base = new URL(".", document.currentScript.src);
  const card = Object.assign(document.createElement("div"), { id: "apercu", className: "apercu", popover: "auto" });
  let loading;
  let wanted = null; // le renvoi dont on veut l'aperçu : un autre a pu être demandé avant que le premier n'arrive
  let timer;

  // La page est récrite à chaque construction : sa date évite les aperçus d'une autre.
  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`apercus/${DOCUMENTATION_OPTIONS.pagename}.js?v=${Date.parse(document.lastModified)}`, base);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }));

  const close = () => {
    clearTimeout(timer);
    wanted = null;
    card.togglePopover(false);
  };

  // Sous la première ligne du renvoi, ou au-dessus s'il n'y a la place que là ; l'aperçu suit la page qui défile.
  const place = (link) => {
    const [line] = link.getClientRects();
    const { clientWidth, clientHeight } = document.documentElement;
    const { width, height } = card.getBoundingClientRect();
    const left = Math.max(GAP, Math.min(line.left, clientWidth - width - GAP));
    const above = line.top - height - GAP;
    const top = line.bottom + GAP + height > clientHeight && above > 0 ? above : line.bottom + GAP;
    Object.assign(card.style, { left: `${left + scrollX}px`, top: `${top + scrollY}px` });
  };

  // Dit si l'aperçu est là : un renvoi peut ne pas en avoir, et le lecteur être déjà parti.
  const show = async (link, hint = "") => {
    clearTimeout(timer);
    if (wanted !== link) close();
    wanted = link;
    await load();
    const preview = APERCUS[link.getAttribute("href")];
    if (!preview || wanted !== link) return Boolean(preview);
    card.innerHTML = preview;
    if (hint) card.append(Object.assign(document.createElement("p"), { className: "apercu-suite", textContent: hint }));
    card.togglePopover(false);
    card.showPopover({ source: link }); // le clavier passe ainsi du renvoi à ce que l'aperçu contient
    link.setAttribute("aria-describedby", card.id);
    link.removeAttribute("title"); // l'infobulle du navigateur dirait la même chose par-dessus
    place(link);
    makeReachable();
    return true;
  };

  // Tant que le clavier est sur le renvoi, la souris qui passe n'en ferme pas l'aperçu.
  const leave = ({ pointerType }) => {
    clearTimeout(timer);
    if (pointerType === "mouse" && !wanted?.matches(":focus-visible")) timer = setTimeout(close, HIDE);
  };

  const blur = ({ relatedTarget }) => {
    if (relatedTarget !== wanted && !card.contains(relatedTarget)) close();
  };

  const watch = (link) => {
    let touched = false;
    let seen = false;

    link.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType !== "mouse") return;
      clearTimeout(timer);
      if (wanted !== link) timer = setTimeout(show, SHOW, link);
    });
    link.addEventListener("pointerleave", leave);
    // Revenir de l'aperçu à son renvoi ne le rouvre pas.
    link.addEventListener("focus", ({ relatedTarget }) => {
      if (link.matches(":focus-visible") && !card.contains(relatedTarget)) show(link);
    });
    link.addEventListener("blur", blur);

    // Du doigt, le premier contact montre l'aperçu, le second suit le renvoi ; sans aperçu, le premier suffit.
    link.addEventListener("pointerdown", ({ pointerType }) => {
      touched = pointerType === "touch";
      seen = touched && wanted === link && card.matches(":popover-open");
    });
    link.addEventListener("click", async (event) => {
      const first = touched && !seen;
      touched = false;
      if (!first) return close();
      event.preventDefault();
      const there = await show(link, TOUCH).catch(() => false);
      if (!there) link.click();
    });
  };

  if ("popover" in HTMLElement.prototype) {
    document.querySelector("article").append(card);
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", leave);
    card.addEventListener("focusout", blur);
    // Le navigateur fermerait de lui-même au premier Échap, si Sphinx ne gardait cette touche pour ses mots surlignés.
    document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    card.addEventListener("beforetoggle", ({ newState }) => {
      if (newState === "closed") document.querySelector("[aria-describedby=apercu]")?.removeAttribute("aria-describedby");
    });
    card.addEventListener("toggle", ({ newState }) => {
      if (newState === "closed") wanted = null;
    });
    for (const link of document.querySelectorAll("article a.reference.internal[href]")) watch(link);
  }
}
