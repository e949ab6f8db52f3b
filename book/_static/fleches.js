// Les flèches tournent les pages, sauf dans une boîte qui défile : là, elles la font défiler.
document.addEventListener(
  "keydown",
  (event) => {
    const { target: box } = event;
    const scrolls = box !== document.body && box.scrollWidth > box.clientWidth;
    if (scrolls && ["ArrowLeft", "ArrowRight"].includes(event.key)) event.stopPropagation();
  },
  { capture: true },
);
