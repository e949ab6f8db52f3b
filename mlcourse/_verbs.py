"""Ce que la commande dit de chacun de ses verbes : à quoi il sert, ce qu'il attend, ce que vaut son code de sortie."""

from mlcourse._arguments import ASSIGNMENT, UNBOXED, Verb, jobs

VERBS = {
    "rassembler": Verb(
        "range les copies téléchargées de Moodle",
        "Range les copies d'un devoir, un dossier par étudiant, et dit pour chacun ce qui est venu. Une remise plus "
        "récente n'est jamais remplacée par une plus ancienne, et celle qui est remplacée est mise de côté.",
        "code de sortie : 0, tout est rangé ; 1, l'une au moins des remises demande qu'une personne la regarde ; "
        "2, rien n'a pu se faire, et une phrase dit pourquoi.",
        ASSIGNMENT
        | {
            ("source",): {"help": "l'archive zip que donne Moodle, ou un dossier"},
            ("--liste",): {
                "metavar": "FICHIER",
                "help": "la liste de la classe : la feuille d'évaluation de Moodle, ou un CSV (« Nom complet », "
                "« Groupe »…)",
            },
        },
    ),
    "corriger": Verb(
        "corrige les copies d'un devoir",
        "Corrige les copies d'un devoir et inscrit les notes au carnet de notes de nbgrader. Interrompue, "
        "la même commande reprend où elle s'est arrêtée ; une copie déjà corrigée ne l'est à nouveau que si elle, "
        "le sujet ou le moteur de correction ont changé. Les notes et les commentaires mis à la main sont gardés.",
        "code de sortie : 0, chaque copie a sa note ; 1, tout est corrigé, et une copie au moins attend une personne, "
        "ne fût-ce que pour être lue ; 2, la correction n'a pas pu se faire, et une phrase dit pourquoi ; 130, elle a "
        "été interrompue.",
        ASSIGNMENT
        | {
            ("--jobs",): {
                "type": jobs,
                "metavar": "N",
                "help": "le nombre de copies corrigées à la fois (tous les cœurs)",
            },
            ("--etudiant", "--student"): {
                "action": "append",
                "default": [],
                "metavar": "NOM",
                "help": "ne corrige que cet étudiant ; se répète, et admet des motifs comme 'A*'",
            },
            ("--force",): {"action": "store_true", "help": "corrige à nouveau même ce qui n'a pas changé"},
            ("--cluster",): {
                "metavar": "ADRESSE",
                "help": "corrige sur une grappe dask, par exemple tcp://serveur:8786",
            },
            ("--accepter",): {
                "action": "append",
                "default": [],
                "metavar": "CELLULE",
                "help": "note cette cellule de tests quoique le corrigé y échoue, ou que le squelette distribué y "
                "réussisse ; se répète",
            },
        }
        | UNBOXED,
    ),
    "rendre": Verb(
        "fait les pages de commentaires, et l'archive que Moodle reprend",
        "Fait, dans classe/feedback, la page de commentaires de chaque étudiant, d'après les notes de l'instant ; les "
        "réunit en une archive, dans classe/notes, que Moodle rend à chacun.",
        "code de sortie : 0, chacun a sa page, définitive ; 1, l'un au moins n'en a pas, ou attend ; 2, rien "
        "n'a pu se faire, et une phrase dit pourquoi.",
        ASSIGNMENT,
    ),
    "notes": Verb(
        "écrit les notes, pour un tableur et pour Moodle",
        "Écrit dans classe/notes les notes d'un devoir : un CSV et un classeur xlsx pour un tableur, et la feuille "
        "d'évaluation de Moodle, remplie. Une copie à lire ou à corriger, un absent, n'ont pas de note. De plusieurs "
        "devoirs, écrit aussi un tableau d'ensemble, et la moyenne de qui n'y a pas de trou.",
        "code de sortie : 0, chaque copie a sa note ; 1, l'une au moins attend encore, ou n'est pas dans la feuille "
        "de Moodle ; 2, rien n'a pu se faire, et une phrase dit pourquoi.",
        {
            ("devoir",): {"nargs": "+", "help": "le nom du devoir, par exemple devoir1, ou de plusieurs"},
            ("--feuille",): {
                "metavar": "FICHIER",
                "help": "la feuille d'évaluation de Moodle (celle qu'a reçue « mlcourse rassembler »)",
            },
        },
    ),
    "bilan": Verb(
        "montre la classe d'ensemble : notes, réussite, erreurs, ressemblances",
        "Écrit dans classe/bilan une page qui ne quitte pas cette machine : la distribution des notes, la réussite par "
        "exercice et par propriété, les erreurs les plus fréquentes et les sections du livre à reprendre, qui a besoin "
        "d'une personne, qui manque, quelles copies se ressemblent.",
        "code de sortie : 0, la page est faite ; 1, elle l'est, et une copie au moins est à voir ; 2, rien n'a pu se "
        "faire, et une phrase dit pourquoi.",
        ASSIGNMENT,
    ),
    "expliquer": Verb(
        "rejoue une copie et dit ce que chaque test y a appelé et reçu",
        "Rejoue la copie d'un étudiant et montre, test par test, ce qu'il a appelé, ce qui est revenu, et ce qu'il en "
        "a dit, tests cachés compris : pour l'enseignant seul. Ni la copie, ni sa note ne changent.",
        "code de sortie : 0, la copie est rejouée ; 2, elle ne l'est pas, et une phrase dit pourquoi.",
        ASSIGNMENT | {("nom",): {"help": "le nom de l'étudiant, celui de son dossier"}} | UNBOXED,
    ),
    "restaurer": Verb(
        "remet une sauvegarde du carnet de notes à sa place",
        "Chaque commande qui écrit au carnet de notes le sauvegarde d'abord, dans classe/sauvegardes. Sans nom, dit "
        "quelles sauvegardes il y a ; avec l'un d'eux, la remet à la place du carnet, que l'on sauvegarde aussi.",
        "code de sortie : 0, c'est fait ; 2, rien n'a pu se faire, et une phrase dit pourquoi.",
        {("sauvegarde",): {"nargs": "?", "help": "le nom de la sauvegarde, l'un de ceux que donne la commande seule"}},
    ),
    "annee": Verb(
        "met une année de côté, et en ouvre une nouvelle",
        "Range sous ce nom, dans classe/annees, tout ce que contient la classe, copies, notes et sauvegardes ; "
        "la suivante s'ouvre sur un carnet de notes vide. Avec --effacer, efface pour toujours une année déjà rangée. "
        "Sans nom, dit lesquelles il y a.",
        "code de sortie : 0, c'est fait ; 2, rien n'a pu se faire, et une phrase dit pourquoi.",
        {
            ("annee",): {"nargs": "?", "metavar": "nom", "help": "le nom de l'année, par exemple 2026-2027"},
            ("--effacer",): {"action": "store_true", "help": "efface les données personnelles de cette année-là"},
        },
    ),
    "publier": Verb(
        "produit ce que reçoivent les étudiants",
        "Produit les sujets que reçoivent les étudiants, à partir de ceux de l'enseignant, et les relit : ce qui "
        "est fautif, ou montrerait une solution ou un test caché, est refusé, et l'ancien sujet reste en place.",
        "code de sortie : 0, chaque sujet est à jour ; 2, l'un au moins ne l'est pas, et pourquoi.",
        {
            ("devoir",): {"nargs": "*", "help": "les noms des devoirs ; tous, s'il n'y en a pas"},
            ("--archive",): {
                "action": "store_true",
                "help": "fait aussi l'archive à donner aux étudiants, dans classe/distribution : les carnets, la roue "
                "de mlcourse, comment installer et rendre",
            },
        },
    ),
    "corrige": Verb(
        "produit le corrigé d'un devoir, à donner après l'échéance",
        "Écrit dans classe/solution le corrigé d'un devoir : le sujet, ses solutions et ce qui les explique, sans un "
        "test caché. Refuse tant que court l'échéance, prolongations comprises.",
        "code de sortie : 0, le corrigé est à jour ; 2, il n'a pas été écrit, et une phrase dit pourquoi.",
        ASSIGNMENT | {("--avant",): {"action": "store_true", "help": "le fait même si l'échéance n'est pas passée"}},
    ),
    "verifier": Verb(
        "vérifie un devoir avant de le rendre",
        "Exécute un carnet rempli et dit, exercice par exercice, quels tests visibles passent, ce qu'ils valent, et ce "
        "que des tests cachés peuvent encore trouver à la correction. Le carnet n'est pas modifié.",
        "code de sortie : 0, rien ne manque de ce qui se vérifie ; 1, il reste à faire ; 2, ce n'est pas un carnet.",
        {("carnet",): {"help": "le fichier, par exemple devoir1.ipynb"}},
    ),
}
