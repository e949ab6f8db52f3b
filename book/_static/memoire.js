// Ce que le livre retient l'est sur la machine du lecteur, et nulle part ailleurs ; un navigateur peut refuser de rien retenir.
const memory = (store) => ({
  recall() {
    try {
      return JSON.parse(localStorage.getItem(store)) ?? {};
    } catch {
      return {};
    }
  },

  // Ce qui vaut `undefined` s'oublie.
  remember(changes) {
    try {
      localStorage.setItem(store, JSON.stringify({ ...this.recall(), ...changes }));
    } catch {
      // Le livre se lit quand même.
    }
  },

  forget() {
    try {
      localStorage.removeItem(store);
    } catch {
      // Rien n'avait été retenu.
    }
  },
});
