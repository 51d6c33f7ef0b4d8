"""What measures and comparisons say, in French and in English: a part of the table in ``messages``."""

MEASURING = {
    # measuring
    "no-attribute": ("aucun nœud n'a d'attribut « {found} ».", "no node has an attribute “{found}”."),
    "no-groups": (
        "aucun nœud du réseau n'a de groupe ; donner {{nœud: groupe}}",
        "no node of the network has a group; give {{node: group}}",
    ),
    "bad-group": (
        "le groupe du nœud « {found} » n'est pas une seule valeur ; en donner une",
        "the group of the node “{found}” is not one value; give one",
    ),
    "two-groups": (
        "le nœud « {found} » est dans deux groupes ; le laisser dans un seul",
        "the node “{found}” is in two groups; leave it in one",
    ),
    "unknown-node": ("« {found} » n'est pas un nœud du réseau", "“{found}” is no node of the network"),
    "far-apart": (
        "distances trop inégales pour s'additionner : de {least} à {most}. Écrivez-les de 1 à 1 000, par exemple",
        "distances too unequal to be added: from {least} to {most}. Write them from 1 to 1,000, for example",
    ),
    "bad-weight": (
        "le lien entre « {source} » et « {target} » pèse « {found} » ; attendu : un nombre {expected}",
        "the tie between “{source}” and “{target}” weighs “{found}”; expected: a number {expected}",
    ),
    "bad-number": ("« {name} » : {found} ; attendu : {expected}", "“{name}”: {found}; expected: {expected}"),
    # comparing
    "same-territory": (
        "« {inner} » est donné deux fois ; écrire deux territoires, ou « others » pour tous les autres",
        "“{inner}” is given twice; write two territories, or “others” for all the others",
    ),
    "nested-territories": (
        "« {inner} » est situé dans « {outer} » ; écrire deux territoires dont aucun ne contient l'autre",
        "“{inner}” lies in “{outer}”; write two territories of which neither contains the other",
    ),
}
