import type { Words } from "../families.ts";

const ALL = "a todos|a todas|todos|equipo|gente|amigos|chicos|a todo el mundo|de nuevo";

export const es: Words = {
  greeting: [
    `(hola|holi|buenas|hola hola|buenos días|buen día|buenas tardes|buenas noches|saludos|muy buenas|muy buenos días) [${ALL}]`,
    "hola (buenas|buenos días|buenas tardes|buenas noches)",
  ],
  thanks: [
    "(gracias|muchas gracias|mil gracias|muchísimas gracias|gracias de nuevo|un millón de gracias) [a todos|por todo|por la ayuda|por tu ayuda|por su ayuda|de antemano|a ti|amigo|equipo]",
    "(te|se) lo agradezco [mucho]",
  ],
  farewell: [
    `(adiós|chao|chau|bye|hasta luego|hasta mañana|hasta pronto|hasta la vista|hasta el lunes|nos vemos|nos vemos mañana|nos vemos luego|hasta ahora|hasta la próxima|cuídate|cuídense) [${ALL}]`,
    "[que tengas|que tengan|que pases|ten] (buen fin de semana|un buen día|un buen fin de semana|buen día|buenas noches|una buena tarde|linda tarde) [a todos|todos]",
    "(que descanses|dulces sueños|feliz fin de semana)",
  ],
  acknowledgement: [
    "[ok|ah|ah ok|vale] (entendido|entiendo|comprendo|comprendido|ya veo|de acuerdo|tiene sentido|bueno saberlo|funcionó|lo tengo|anotado|recibido|vale entendido|ya entendí)",
    "[qué|muy|está|todo] (perfecto|genial|excelente|estupendo|fantástico|maravilloso|bien|bueno|increíble|buenísimo|chévere|guay)",
    "(buen trabajo|bien hecho|así es|exacto|correcto|cierto|no importa|da igual|olvídalo|suena bien|me gusta|me encanta|eres el mejor|qué bien|qué bueno)",
  ],
  assent: ["(ok|vale|ah|listo|bueno|muy bien|ah ok)"],
  courtesy: [
    "(perdón|perdona|lo siento|lo siento mucho|disculpa|disculpe|disculpas|mis disculpas|mi error)",
    "(de nada|no hay de qué|no hay problema|sin problema|con gusto|no te preocupes|no pasa nada|un placer|tranquilo|a la orden)",
    "(feliz cumpleaños|felicidades|felicitaciones|enhorabuena|feliz navidad|feliz año nuevo|feliz año|buena suerte|suerte|buen provecho|que te mejores|bienvenido|bienvenida|bienvenidos) [a todos|todos]",
  ],
  smalltalk: [
    "[y] (cómo estás|cómo está|cómo están|cómo te va|cómo va|cómo va todo|cómo andas|qué tal|qué tal todo|qué tal estás|qué hay|qué pasa|qué onda|todo bien|cómo vas|y tú|qué cuentas|qué hay de nuevo) [hoy|todos|chicos|amigo]",
    "(estás ahí|sigues ahí|hay alguien ahí|hay alguien)",
    "(eres|sos) (un bot|un robot|humano|una ia|una persona|un humano|real)",
    "(qué puedes hacer|qué sabes hacer|en qué puedes ayudarme) [por mí]",
    "(mucho gusto|encantado|encantada|estoy bien|muy bien y tú|bien y tú|un gusto)",
  ],
  laughter: ["(jaja|jeje|jiji|jajaja)"],
  clock: [
    "(qué hora es|qué horas son|tienes hora|me dices la hora) [ahora|ahorita]",
    "(qué día es|qué fecha es|a qué día estamos|qué día es hoy|qué fecha es hoy|cuál es la fecha|cuál es la fecha de hoy|a qué estamos) [hoy]",
  ],
  approval: [
    "(sí|si|vale|ok|aprobado|apruebo|aprobar|lo apruebo|confirmo|confirmado|adelante|hazlo|hágalo|dale|de acuerdo|claro|claro que sí|por supuesto|acepto|procede|proceda|sí sí|aceptado)",
    "(sí|si|vale|ok|claro) (adelante|hazlo|hágalo|dale|aprobado|apruebo|lo apruebo|confirmo|por favor|claro|por supuesto|de acuerdo|procede|gracias)",
  ],
  refusal: [
    "(no|rechazado|rechazo|rechazar|lo rechazo|cancela|cancelar|cancélalo|cancelado|no lo hagas|no lo haga|de ninguna manera|para nada|claro que no|ni hablar|por supuesto que no|no apruebo|no lo apruebo|no acepto)",
    "no (gracias|cancela|cancelar|cancélalo|no lo hagas|lo rechazo|por favor no|de ninguna manera|rechazado)",
  ],
};
