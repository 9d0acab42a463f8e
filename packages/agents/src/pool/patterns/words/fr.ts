import type { Words } from "../families.ts";

const ALL =
  "à tous|à toutes|tous|tout le monde|à tout le monde|l'équipe|les amis|à tous et à toutes|à vous";

export const fr: Words = {
  greeting: [
    `(bonjour|salut|bonsoir|coucou|allô|rebonjour|hello) [${ALL}]`,
    "(bon matin|salutations)",
  ],
  thanks: [
    "(merci|merci beaucoup|merci bien|mille mercis|un grand merci|merci infiniment|merci mille fois|grand merci) [à tous|à toi|à vous|pour ton aide|pour votre aide|pour l'aide|encore|d'avance|pour tout]",
    "je (te|vous) remercie",
  ],
  farewell: [
    `(au revoir|adieu|ciao|bye|tchao) [${ALL}]`,
    "à (demain|bientôt|plus|plus tard|tout à l'heure|lundi|la prochaine|tout de suite)",
    "(bonne|belle|excellente) (nuit|soirée|journée|semaine|fin de journée|fin de semaine) [à tous|à toi|à vous]",
    "bon (week end|weekend|après midi) [à tous]",
    "[je te souhaite|je vous souhaite] une bonne (nuit|soirée|journée)",
  ],
  acknowledgement: [
    "[ok|ah|ah ok|ah oui] (d'accord|compris|bien compris|j'ai compris|je vois|ça marche|ça roule|bien reçu|c'est noté|noté|entendu|je comprends|bon à savoir)",
    "[c'est|très|trop|vraiment] (parfait|super|génial|excellent|top|bien|formidable|magnifique|impeccable|nickel|cool|bien joué|beau travail)",
    "(bravo|exact|exactement|c'est ça|c'est vrai|pas de souci|laisse tomber|tant pis|tant mieux|bien joué|beau travail|bon travail)",
  ],
  assent: ["(ok|ah|oh|ah ok|bon|très bien)"],
  courtesy: [
    "(désolé|désolée|pardon|excuse moi|excusez moi|je suis désolé|je suis désolée|toutes mes excuses|au temps pour moi)",
    "(de rien|je t'en prie|je vous en prie|avec plaisir|pas de problème|y a pas de quoi|pas de quoi|aucun problème|pas grave|c'est pas grave|ce n'est pas grave)",
    "(bon anniversaire|joyeux anniversaire|félicitations|joyeux noël|bonne année|bonne chance|bon appétit|bon courage|bonnes vacances|bienvenue)",
  ],
  smalltalk: [
    "[et|alors] (ça va|comment ça va|comment vas tu|comment allez vous|tu vas bien|vous allez bien|comment tu vas|ça va bien|quoi de neuf|ça roule|la forme|et toi|et vous) [aujourd'hui|bien|toi|et toi|et vous|tout le monde]",
    "(tu es là|t'es là|vous êtes là|il y a quelqu'un|es tu là|y a quelqu'un)",
    "(es tu|tu es|t'es) (un robot|un humain|un bot|une ia)",
    "(que peux tu faire|que sais tu faire|qu'est ce que tu peux faire|qu'est ce que tu sais faire|tu peux faire quoi|tu sais faire quoi) [pour moi]",
    "(enchanté|enchantée|ravi de te rencontrer|je vais bien|ça va merci|ça va merci et toi)",
  ],
  laughter: ["(mdr|ptdr|mdrr|hihi|haha|ahah|lol)"],
  clock: [
    "(quelle heure est il|il est quelle heure|quelle heure il est|tu as l'heure|vous avez l'heure) [maintenant]",
    "(quel jour sommes nous|on est quel jour|quelle est la date|on est le combien|quelle est la date du jour|quel jour est on) [aujourd'hui]",
  ],
  approval: [
    "(oui|ouais|ok|d'accord|vas y|allez y|approuvé|j'approuve|confirmé|je confirme|bien sûr|fais le|faites le|validé|je valide|ça marche|approuver|évidemment|oui oui|accepté|j'accepte)",
    "(oui|ok|d'accord|ouais) (vas y|allez y|approuvé|j'approuve|je confirme|fais le|faites le|bien sûr|s'il te plaît|s'il vous plaît|je valide|merci)",
  ],
  refusal: [
    "(non|nan|refusé|je refuse|annule|annulez|annuler|refuser|rejeté|rejeter|ne fais pas ça|ne faites pas ça|ne le fais pas|ne le faites pas|surtout pas|pas question|hors de question|arrête tout|non non|jamais|bien sûr que non)",
    "(non|nan) (merci|annule|annulez|ne fais pas ça|ne le fais pas|ne le faites pas|je refuse|surtout pas|pas question|refusé)",
  ],
};
