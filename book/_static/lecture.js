// Les sections lues : celles dont le lecteur a eu la fin sous les yeux, le temps d'un arrêt.
window.addEventListener("DOMContentLoaded", () => {
  const STOP = 2000; // millisecondes sans que la page défile
  const readings = memory("livre-lectures");
  const page = DOCUMENTATION_OPTIONS.pagename;
  const entries = [...document.querySelectorAll("#pst-page-toc-nav a[href^='#']")];
  const kept = document.querySelector("#lectures");
  // Une page sans sommaire n'a qu'une section, la sienne.
  const anchors = entries.length
    ? entries.map((entry) => decodeURIComponent(entry.hash.slice(1)))
    : [document.querySelector("article section")?.id].filter(Boolean);

  const pageOf = (link) => {
    const root = new URL(document.documentElement.dataset.content_root, location.href).pathname;
    return decodeURIComponent(link.pathname.slice(root.length).replace(/\.html$/, ""));
  };

  const mark = (link, read) => {
    if (link.classList.contains("lue") === read) return;
    link.classList.toggle("lue", read);
    if (!read) return link.lastElementChild.remove();
    link.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: " (lue)" }));
  };

  const show = () => {
    const pages = readings.recall();
    const here = pages[page]?.sections ?? [];
    entries.forEach((entry, k) => mark(entry, here.includes(anchors[k])));
    for (const link of document.querySelectorAll(".bd-docs-nav a.internal")) {
      mark(link, Boolean(pages[pageOf(link)]?.whole));
    }
    const count = Object.values(pages).reduce((sum, { sections }) => sum + sections.length, 0);
    kept.hidden = !count;
    kept.firstElementChild.textContent = `Sections lues\u00a0: ${count}. Cette machine seule s’en souvient.`;
  };

  const look = () => {
    if (document.hidden) return;
    const before = readings.recall()[page]?.sections ?? [];
    const seen = (anchor) => {
      const { bottom } = document.getElementById(anchor).getBoundingClientRect();
      return bottom > 0 && bottom <= innerHeight;
    };
    const sections = anchors.filter((anchor) => before.includes(anchor) || seen(anchor));
    if (sections.length) readings.remember({ [page]: { sections, whole: sections.length === anchors.length } });
    show();
  };

  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(look, STOP);
  };
  window.addEventListener("scroll", wait, { passive: true });
  document.addEventListener("visibilitychange", wait);
  kept.querySelector("button").addEventListener("click", () => {
    readings.forget();
    show();
  });
  show();
  wait();
});
