// La recherche du livre : MiniSearch sur les passages (PAGES) que la construction a relevés, et le radical français
// (Stemmer) et les mots vides (stopwords) de Sphinx. Tout se passe sur la machine du lecteur.
const TOGETHER = { combineWith: "AND" };
const NEARLY = { combineWith: "AND", fuzzy: 0.2 };
const APART = { combineWith: "OR", fuzzy: 0.2 };
// Ce que l'on consulte : à mérite égal, une page qui se lit passe devant.
const CONSULTED = /^(?:reference|notions|errata|changements|bibliographie|experiences\/index)\.html/;
const PAGES_AT_ONCE = 10;
const PASSAGES_A_PAGE = 3;
const EXCERPT_WORDS = 36;

// --- Les mots : sans accents, sans majuscules, réduits à leur radical ------------------------------------------------

const WORD = /[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu;
const stemmer = new Stemmer();
const roots = new Map();

const fold = (word) =>
  word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("æ", "ae");

// Le radical d'un mot sans accents garde parfois une terminaison (« derive » pour « dérivée ») : on recommence jusqu'à
// ce que plus rien ne tombe. Le stemmer laisse celles du présent, « -ons » et « -ent » : elles tombent ici.
const reduce = (word) => {
  for (let before = ""; word !== before && word.length > 3; ) {
    before = word;
    word = stemmer.stemWord(word).replace(/(?<=.{4})(?:on|ent)$/, "");
  }
  return word;
};

const root = (word) => {
  if (!roots.has(word)) {
    const folded = fold(word);
    roots.set(word, /^[a-z]+$/.test(folded) ? reduce(folded) : folded);
  }
  return roots.get(word);
};

const words = (text) => text.match(WORD) ?? [];
const joined = (word) => word.replace(/[-_]/g, "");
const parts = (word) => (/[-_]/.test(word) ? word.split(/[-_]/) : [word]);
// Un mot composé s'indexe entier et par morceaux : « minibatch », « mini-batch » et « batch » trouvent « mini-batch ».
const indexed = (text) => words(text).flatMap((word) => [...new Set([joined(word), ...parts(word)])]);
const emptyWords = new Set([...stopwords].map(fold));
const meaningful = (text) => {
  const all = words(text).map(joined);
  const full = all.filter((word) => !emptyWords.has(fold(word)));
  return full.length ? full : all;
};

// --- Le fonds et la question -----------------------------------------------------------------------------------------

const passages = Object.entries(PAGES).flatMap(([page, sections]) =>
  sections.map(([anchor, heading, text]) => ({ page, anchor, heading, text, title: sections[0][1] })),
);
passages.forEach((passage, id) => (passage.id = id));

const engine = new MiniSearch({
  fields: ["title", "heading", "text"],
  tokenize: indexed,
  processTerm: root,
  searchOptions: {
    tokenize: meaningful,
    boost: { title: 2, heading: 1.5 },
    prefix: (term) => term.length > 3,
    weights: { prefix: 0.3, fuzzy: 0.2 },
  },
});
engine.addAll(passages);

// Les radicaux d'un texte, à la suite : de quoi y retrouver des mots dans l'ordre.
const sequence = (text) => ` ${words(text).map(joined).map(root).join(" ")} `;
const sequences = new Map();
const inOrder = (id, wanted) => {
  const { heading, text } = passages[id];
  if (!sequences.has(id)) sequences.set(id, sequence(`${heading} \u2016 ${text}`));
  return sequences.get(id).includes(wanted);
};

const ask = (query) => {
  const phrases = [...query.matchAll(/["«“]([^"»”]+)["»”]?/g)].map((found) => sequence(found[1]));
  const whole = sequence(query);
  const options = {
    filter: ({ id }) => phrases.every((phrase) => inOrder(id, phrase)),
    boostDocument: (id) => (inOrder(id, whole) ? 2 : 1) * (CONSULTED.test(passages[id].page) ? 0.5 : 1),
  };
  for (const manner of phrases.length ? [TOGETHER] : [TOGETHER, NEARLY, APART]) {
    const found = engine.search(query, { ...manner, ...options });
    if (found.length) return { found, exact: manner === TOGETHER };
  }
  return { found: [], exact: true };
};

// Une page vaut son meilleur passage, la moitié du deuxième, le quart du troisième… : elle passe devant une page qui ne
// fait que nommer la chose.
const worth = (results) => results.reduce((sum, { score }, rank) => sum + score / 2 ** rank, 0);
const byPage = (found) => {
  const pages = new Map();
  for (const result of found) {
    const { page } = passages[result.id];
    pages.set(page, [...(pages.get(page) ?? []), { ...passages[result.id], ...result }]);
  }
  return [...pages.values()].sort((one, other) => worth(other) - worth(one));
};

// --- Ce qui s'affiche ------------------------------------------------------------------------------------------------

const list = document.getElementById("recherche-reponses");
const status = document.getElementById("recherche-compte");
const more = document.getElementById("recherche-suite");
const fields = [...document.querySelectorAll('input[name="q"]')];

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// Le texte découpé en morceaux : chaque mot trouvé devient un <mark>.
const marked = (text, terms) => {
  const pieces = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (![joined(word), ...parts(word)].some((part) => terms.has(root(part)))) continue;
    pieces.push(text.slice(end, index), make("mark", { textContent: word }));
    end = index + word.length;
  }
  return [...pieces, text.slice(end)];
};

// La suite de mots où se trouvent le plus de mots cherchés différents, commencée si possible avec une phrase.
const excerpt = (text, terms) => {
  const pieces = text.split(" ");
  const hits = pieces.map((piece) => indexed(piece).map(root).filter((term) => terms.has(term)));
  let best = { value: -1, start: 0 };
  for (let start = 0; start === 0 || start + EXCERPT_WORDS <= pieces.length + 8; start += 4) {
    const value = new Set(hits.slice(start, start + EXCERPT_WORDS - 8).flat()).size;
    if (value > best.value) best = { value, start };
  }
  let { start } = best;
  for (let back = start; back > Math.max(0, start - 8); back -= 1) if (/[.?!]$/.test(pieces[back - 1])) start = back;
  const end = Math.min(pieces.length, start + EXCERPT_WORDS);
  return (start ? "… " : "") + pieces.slice(start, end).join(" ") + (end < pieces.length ? " …" : "");
};

// La page où l'on arrive surligne les mêmes mots : le script de Sphinx les lit ici.
const follow = (shown) => () => {
  const found = [...shown.querySelectorAll("mark")].map((mark) => mark.textContent.toLowerCase());
  try {
    localStorage.setItem("sphinx_highlight_terms", [...new Set(found)].filter((word) => word.length > 2).join(" "));
  } catch {
    // Un navigateur peut refuser de rien garder : la page s'ouvre sans surlignage.
  }
};

const show = (results) => {
  const { page, title } = results[0];
  const item = make("li", {});
  results.slice(0, PASSAGES_A_PAGE).forEach(({ anchor, heading, text, match }, rank) => {
    const terms = new Set(Object.keys(match));
    const href = anchor ? `${page}#${anchor}` : page;
    if (rank === 0) item.append(make("h2", {}, make("a", { href: page }, ...marked(title, terms))));
    if (anchor) item.append(make("h3", {}, make("a", { href }, ...marked(heading, terms))));
    if (text) item.append(make("p", {}, ...marked(excerpt(text, terms), terms)));
  });
  item.addEventListener("click", follow(item));
  return item;
};

const count = (number, exact, query) => {
  const asked = `«\u00a0${query}\u00a0»`;
  if (!number) return `Aucune page ne contient ${asked}.`;
  const [pages, contain, approach] =
    number > 1 ? [`${number} pages`, "contiennent", "approchent"] : ["1 page", "contient", "approche"];
  if (!exact) return `Rien n’est écrit tout à fait ainsi\u202f; ${pages} s’en ${approach}.`;
  return `${pages} ${contain} ${asked}.`;
};

const reveal = (pages) => {
  list.append(...pages.splice(0, PAGES_AT_ONCE).map(show));
  more.hidden = !pages.length;
  more.textContent = pages.length > 1 ? `Montrer les ${pages.length} autres pages` : "Montrer la dernière page";
};

const pageTitle = document.title;
let waiting = [];
const answer = (query) => {
  const { found, exact } = words(query).length ? ask(query) : { found: [], exact: true };
  waiting = byPage(found);
  document.title = query ? `${query} - ${pageTitle}` : pageTitle;
  list.replaceChildren();
  status.textContent = words(query).length ? count(waiting.length, exact, query) : "";
  reveal(waiting);
};

more.addEventListener("click", () => {
  const rank = list.children.length;
  reveal(waiting);
  list.children[rank].querySelector("a").focus();
});

const search = (query) => {
  const address = new URL(location);
  address.searchParams.set("q", query);
  history.replaceState(null, "", address);
  answer(query);
};

let pause = 0;
for (const field of fields) {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    field.closest("dialog")?.close();
    for (const other of fields) other.value = field.value;
    search(field.value.trim());
  });
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => field.closest("dialog") || search(field.value.trim()), 200);
  });
}
answer(new URLSearchParams(location.search).get("q")?.trim() ?? "");
