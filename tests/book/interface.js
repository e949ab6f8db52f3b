// Tout ce que dit l'interface d'une page, au repos puis après chaque geste : textes hors de l'article, boutons et titres
// d'encadrés dedans, étiquettes des lecteurs d'écran, infobulles, textes de remplacement, contenus écrits par le style.
async () => {
  const ATTRIBUTES = ["title", "alt", "label", "placeholder", "aria-label", "aria-description", "aria-roledescription"];
  const TOOLTIPS = ["data-bs-title", "data-bs-original-title", "data-tooltip", "data-toggle-hint"];
  const WRITTEN = "article, #recherche-reponses"; // ce que l'on lit : d'autres tests s'en chargent
  const APPARATUS = "button, summary, .admonition-title, .headerlink, .caption-number, .question-number, .verdict";
  // Formules, code, mots donnés comme étrangers, noms de fonctions et titres d'ouvrages que montre une infobulle.
  const FOREIGN = ".katex, pre, code, script, style, [lang]:not([lang^=fr]), a.reference[title]";
  const GESTURES = [
    "article details > summary",
    "article details.hide > summary",
    ".theme-switch-button",
    ".theme-switch-button",
    ".search-button__button",
    ".primary-toggle",
    ".secondary-toggle",
    "button.copybtn",
    "fieldset.question input",
    "fieldset.question .question-tools button",
    "#recherche-suite",
  ];
  const said = new Set([document.title]);

  const listen = () => {
    for (const tag of document.body.querySelectorAll("*")) {
      if (tag.closest(FOREIGN)) continue;
      for (const name of [...ATTRIBUTES, ...TOOLTIPS]) said.add(tag.getAttribute(name) ?? "");
      for (const side of ["::before", "::after"]) {
        const { content, visibility } = getComputedStyle(tag, side);
        if (visibility !== "hidden") said.add(content.match(/^"(.*)"$/)?.[1] ?? "");
      }
      if (tag.closest(WRITTEN) && !tag.closest(APPARATUS)) continue;
      for (const child of tag.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) said.add(child.data.replace(/<style>.*?<\/style>|<[^>]*>/gs, " "));
      }
    }
  };

  listen();
  for (const gesture of GESTURES) {
    const target = document.querySelector(gesture);
    if (!target || target.closest("[hidden]")) continue;
    target.click();
    await new Promise((resolve) => setTimeout(resolve));
    listen();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  }
  return [...said].map((text) => text.replace(/[ \n]+/g, " ").trim()).filter((text) => /\p{L}{2}/u.test(text));
}
