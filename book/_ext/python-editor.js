// L'éditeur d'une cellule ou d'un exercice : CodeMirror, chargé quand un lecteur écrit du code. Ses couleurs sont celles des
// codes du livre, dont il reprend les classes : `parent` est dans un `.highlight`. Tabulation en sort, comme de tout autre champ.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

const colors = tagHighlighter([
  { tag: tags.comment, class: "c1" },
  { tag: tags.string, class: "s2" },
  { tag: tags.number, class: "mf" },
  { tag: tags.bool, class: "kc" },
  { tag: tags.null, class: "kc" },
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], class: "k" },
  { tag: [tags.moduleKeyword], class: "kn" },
  { tag: [tags.operatorKeyword], class: "ow" },
  { tag: [tags.operator, tags.arithmeticOperator, tags.compareOperator], class: "o" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "nf" },
  { tag: tags.className, class: "nc" },
]);

const look = EditorView.theme({
  "&": { color: "inherit", background: "transparent" },
  "&.cm-focused": { outline: "2px solid var(--pst-color-primary)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--pst-font-family-monospace)", fontSize: "0.8rem", lineHeight: "1.55" },
  ".cm-content": { padding: "0.8rem 0" },
  ".cm-line": { padding: "0 0.9rem" },
  ".cm-cursor": { borderLeftColor: "currentcolor" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--pst-color-primary) 25%, transparent)",
  },
});

// Ouvre un éditeur dans `parent` ; `onRun` répond à Ctrl + Entrée, `onChange` à chaque changement. `selection`, le début et la
// fin de ce qui est choisi, place le curseur.
export function open(parent, { text, label, selection: [anchor, head] = [0, 0], onRun, onChange }) {
  const run = () => {
    onRun();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: { anchor, head },
      extensions: [
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        indentUnit.of("    "),
        python(),
        syntaxHighlighting(colors),
        look,
        // Un code trop large défile : qui n'a qu'un clavier y entre par son texte, et `tabindex` le dit aux outils.
        EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", spellcheck: "false", tabindex: "0" }),
        keymap.of([
          { key: "Mod-Enter", run },
          { key: "Shift-Enter", run },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
      ],
    }),
  });
  // Une flèche déplace le curseur du texte, et ne tourne pas la page.
  view.dom.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    focus: () => view.focus(),
    write: (replacement) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: replacement } }),
    close: () => view.destroy(),
  };
}
