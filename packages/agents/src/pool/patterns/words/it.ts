import type { Words } from "../families.ts";

const ALL = "a tutti|a tutte|tutti|ragazzi|ragazze|team|gente|amici|di nuovo";

export const it: Words = {
  greeting: [
    `(ciao|buongiorno|buon giorno|buonasera|buona sera|buon pomeriggio|salve|ehi|ehilà|buondì|ciao ciao) [${ALL}]`,
  ],
  thanks: [
    "(grazie|grazie mille|molte grazie|mille grazie|tante grazie|grazie tante|grazie infinite|ti ringrazio|vi ringrazio|la ringrazio|grazie davvero) [a tutti|a te|a voi|ancora|di tutto|di cuore|per l'aiuto|per il tuo aiuto|dell'aiuto|in anticipo]",
  ],
  farewell: [
    `(arrivederci|addio|buonanotte|buona notte|a domani|a presto|a dopo|a più tardi|ci vediamo|ci sentiamo|alla prossima|a lunedì|ci vediamo domani|ci sentiamo domani) [${ALL}]`,
    "(buona|buon) (giornata|serata|fine settimana|weekend|week end|settimana|notte|proseguimento) [a tutti]",
  ],
  acknowledgement: [
    "[ok|ah|ah ok] (capito|ho capito|capisco|chiaro|tutto chiaro|ricevuto|ha senso|buono a sapersi|funziona|ha funzionato|inteso|bene così)",
    "[è|molto|tutto|davvero|che] (perfetto|ottimo|fantastico|eccellente|bello|grande|splendido|bellissimo|meraviglioso|benissimo)",
    "(bravo|brava|bravissimo|ottimo lavoro|ben fatto|esatto|giusto|esattamente|vero|non importa|fa niente|lascia stare|mi piace|bel lavoro|bene)",
  ],
  assent: ["(ok|va bene|ah|bene|ah ok|certo)"],
  courtesy: [
    "(scusa|scusate|scusi|mi dispiace|chiedo scusa|perdonami|errore mio|colpa mia)",
    "(prego|di niente|di nulla|figurati|si figuri|nessun problema|non c'è problema|non c'è di che|è un piacere|con piacere|tranquillo|non ti preoccupare|ci mancherebbe)",
    "(buon compleanno|tanti auguri|auguri|congratulazioni|complimenti|buon natale|buon anno|in bocca al lupo|buona fortuna|buon appetito|buona pasqua|benvenuto|benvenuta|benvenuti) [a tutti]",
  ],
  smalltalk: [
    "[e|allora] (come stai|come va|come sta|come state|tutto bene|come ti va|che si dice|come butta|e tu|come va la vita|tutto ok|che mi racconti|come stai oggi|come è andata) [oggi|ragazzi|tutti]",
    "(ci sei|sei lì|ci sei ancora|sei ancora lì|c'è qualcuno)",
    "sei (un bot|un robot|umano|una persona|un'ia|un umano|una macchina)",
    "(cosa sai fare|cosa puoi fare|che cosa sai fare|che sai fare|che puoi fare) [per me]",
    "(piacere|piacere di conoscerti|sto bene|bene e tu|molto piacere)",
  ],
  laughter: ["(ahah|ahahah|haha|hihi|eheh)"],
  clock: [
    "(che ore sono|che ora è|mi dici l'ora) [adesso|ora]",
    "(che giorno è|che giorno è oggi|che data è|che data è oggi|quanti ne abbiamo|quanti ne abbiamo oggi|qual è la data di oggi)",
  ],
  approval: [
    "(sì|si|ok|va bene|approvo|approvato|lo approvo|confermo|confermato|procedi|proceda|fallo|certo|d'accordo|vai|vai pure|fai pure|certamente|sì sì|accetto|accettato)",
    "(sì|si|ok|certo|va bene) (procedi|proceda|fallo|approvo|approvato|confermo|vai|vai pure|fai pure|grazie|certo|per favore|d'accordo|va bene)",
  ],
  refusal: [
    "(no|rifiuto|rifiutato|annulla|annullare|annullato|non farlo|lascia perdere|assolutamente no|no grazie|certo che no|non approvo|non procedere|respinto|nient'affatto)",
    "no (annulla|non farlo|lascia perdere|rifiuto|assolutamente|non approvo|non procedere|per favore no|meglio di no)",
  ],
};
