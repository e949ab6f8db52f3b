"""Le fil : ce que se disent les tests d'un devoir et une copie, dans deux processus. La confiance ne va que d'un côté.

1. Des tests à la copie : appeler, lire, parcourir ce qu'elle définit. De la copie aux tests : appeler une fonction
   qu'ils lui prêtent en argument, et rien d'autre.
2. Ce qui vient de la copie est une donnée simple, décodée strictement et par valeur (None, booléen, nombre, texte,
   tableau de nombres, liste, tuple, dictionnaire), ou une poignée dont ni le type, ni la longueur, ni l'égalité ne
   sont crus ; tout autre message est refusé, et l'appel avec lui.
3. Une fonction prêtée montre un nom, toujours le même, et ses paramètres sans valeur par défaut ; elle ne vaut que le
   temps de l'appel qui la prête, reçoit des données, en rend, et ne dit rien de ce qui l'arrête.
4. Ce que les tests passent ne change jamais chez eux : ce que la copie a fait de ses arguments revient à côté du
   résultat, en données, à qui le demande ; l'état d'un générateur aussi.
5. Il n'y a qu'un échange à la fois, dans un seul processus : un fil d'exécution attend son tour, un processus enfant
   n'a pas de fil.

`channel` porte des messages, `values` et `arrays` y mettent des données, `lent` et `handles` ce qui se prête et ce qui
se désigne, `errors` les exceptions ; `asker` est le côté des tests, `answerer` celui de la copie.
"""
