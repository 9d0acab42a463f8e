import type { Words } from "../families.ts";

const ALL = "zusammen|alle|allerseits|leute|team|ihr|ihr lieben|nochmal|du|bot";

export const de: Words = {
  greeting: [
    `(hallo|hallöchen|hi|hey|servus|moin|moin moin|grüezi|grüß gott|grüß dich|grüß euch|tach|huhu) [${ALL}]`,
    `(guten|schönen guten) (morgen|tag|abend) [${ALL}]`,
    `(morgen|mahlzeit|guten morgen miteinander) [${ALL}]`,
  ],
  thanks: [
    "(danke|vielen dank|herzlichen dank|besten dank|lieben dank|tausend dank|danke schön|dankeschön|danke sehr|danke vielmals|merci|schönen dank) [dir|euch|ihnen|nochmal|nochmals|für die hilfe|für deine hilfe|für eure hilfe|im voraus|allen|an alle]",
    "ich danke (dir|euch|ihnen)",
  ],
  farewell: [
    "(tschüss|tschüs|tschau|ciao|servus|ade|auf wiedersehen|auf wiederhören|mach gut|machs gut|machts gut) [zusammen|alle|leute|ihr lieben]",
    "bis (morgen|bald|später|dann|nachher|nächste woche|montag|gleich|die tage) [zusammen|alle|leute]",
    "(gute nacht|schlaf gut) [zusammen|alle|leute]",
    "(schönes|ein schönes|schönen|einen schönen|schöne|eine schöne) (wochenende|abend|tag|feierabend|woche|feiertage|rest der woche) [noch|euch|dir|allen|zusammen]",
  ],
  acknowledgement: [
    "[ok|ah|ach|ah ok] (alles klar|verstanden|verstehe|ich verstehe|klingt gut|passt|gut zu wissen|hat geklappt|geht klar|kapiert|ach so|achso|aha|ich weiß bescheid|weiß bescheid|wird gemacht)",
    "[das ist|sehr|echt|ganz] (super|perfekt|toll|prima|klasse|spitze|cool|genial|großartig|hervorragend|wunderbar|ausgezeichnet|gut gemacht|stark|sehr gut)",
    "(schon gut|egal|genau|stimmt|richtig|gute arbeit|vergiss es)",
  ],
  assent: ["(ok|okay|ah|ach|ah ok|gut|na gut|also)"],
  courtesy: [
    "(entschuldigung|sorry|tut mir leid|verzeihung|mein fehler)",
    "(kein problem|keine ursache|gern geschehen|gerne|gern|bitte schön|bitteschön|bitte sehr|nichts zu danken|macht nichts|kein ding|keine sorge|kein stress)",
    "(alles gute|alles gute zum geburtstag|herzlichen glückwunsch|glückwunsch|frohe weihnachten|frohes neues jahr|frohes neues|gute besserung|viel erfolg|viel glück|frohe ostern|gesundheit|guten appetit)",
  ],
  smalltalk: [
    "[na|und|hi] wie (gehts|geht es) [dir|euch|ihnen] [heute|so]",
    "(alles gut|alles klar bei dir|was geht|was gibts neues|wie läufts|wie läuft es|wie war dein tag|wie war dein wochenende|wie war das wochenende|und selbst|alles ok)",
    "bist du [noch] (da|wach|online)",
    "bist du (ein bot|ein mensch|ein roboter|eine ki|echt)",
    "was kannst du [alles|so] [für mich tun]",
    "(mir geht es gut|mir gehts gut|freut mich)",
  ],
  laughter: ["(haha|hihi|höhö|lach)"],
  clock: [
    "wie (spät|viel uhr) ist es [gerade|jetzt]",
    "(welcher tag|welches datum|welcher wochentag) ist (heute|es heute)",
    "welches datum haben wir [heute]",
    "(wieviel uhr|wie viel uhr) ist es",
  ],
  approval: [
    "(ja|jo|jep|jawohl|genehmigt|bestätigt|einverstanden|in ordnung|ja bitte|ja gerne|ja gern|mach das|mach es|machs|mach|tu es|natürlich|klar|na klar|selbstverständlich|freigegeben|genehmige ich|ich genehmige|ich stimme zu|ja ja|leg los|los gehts)",
    "(ja|ok|klar|jo|gut) (mach das|mach es|machs|mach|genehmigt|bestätigt|einverstanden|tu es|bitte|natürlich|klar|leg los)",
  ],
  refusal: [
    "(nein|nö|nee|ne|abgelehnt|abbrechen|ablehnen|nicht machen|mach das nicht|mach es nicht|auf keinen fall|lass das|lass es|ich lehne ab|bitte nicht|nicht genehmigt|keinesfalls|nein nein|brich ab|lieber nicht)",
    "(nein|nö|nee) (danke|abbrechen|ablehnen|bitte nicht|lass das|lass es|mach das nicht|nicht machen|auf keinen fall|brich ab)",
  ],
};
