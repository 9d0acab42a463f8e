import type { Words } from "../families.ts";

const ALL = "a todos|a todas|todos|pessoal|gente|galera|time|equipe|equipa|amigos|de novo|malta";

export const pt: Words = {
  greeting: [
    `(olá|oi|oie|bom dia|boa tarde|boa noite|alô|opa|e aí|viva|salve) [${ALL}]`,
    `(olá|oi) (bom dia|boa tarde|boa noite) [${ALL}]`,
  ],
  thanks: [
    "(obrigado|obrigada|muito obrigado|muito obrigada|brigado|brigada|valeu|agradeço|obrigadão|muitíssimo obrigado|obg|vlw|mil obrigados) [a todos|pela ajuda|por tudo|pessoal|mesmo|de novo|desde já|demais]",
  ],
  farewell: [
    `(tchau|adeus|até logo|até amanhã|até mais|até breve|até já|até segunda|até a próxima|até depois|a gente se vê|tchau tchau|xau) [${ALL}]`,
    "[tenha|tenham] (um bom dia|um ótimo dia|bom fim de semana|um bom fim de semana|boa semana|bom descanso|uma boa noite|uma boa semana|ótimo fim de semana) [a todos|pessoal]",
  ],
  acknowledgement: [
    "[ok|ah|ah ok|ah tá] (entendi|entendido|compreendi|percebi|percebido|faz sentido|combinado|anotado|bom saber|funcionou|saquei|certinho|deu certo)",
    "[está|muito|tudo|que|ficou] (perfeito|ótimo|excelente|maravilha|fantástico|bacana|incrível|legal|massa|show|show de bola|bom)",
    "(bom trabalho|muito bem|bem feito|isso mesmo|exato|exatamente|verdade|correto|deixa pra lá|esquece|parabéns pelo trabalho|gostei|adorei|joia|tranquilo|beleza)",
  ],
  assent: ["(ok|tá|certo|ah|beleza|ah ok|tá bom)"],
  courtesy: [
    "(desculpa|desculpe|desculpas|me desculpe|foi mal|perdão|sinto muito|lamento)",
    "(de nada|por nada|disponha|sem problema|sem problemas|imagina|às ordens|não tem de quê|não há de quê|não se preocupe|não foi nada|tranquilo)",
    "(feliz aniversário|parabéns|feliz natal|feliz ano novo|boa sorte|bom apetite|boa viagem|melhoras|feliz páscoa|boas festas|bem vindo|bem vinda|bem vindos) [a todos|pessoal]",
  ],
  smalltalk: [
    "[e aí|e|então] (tudo bem|tudo bom|como vai|como está|como estás|como você está|como vocês estão|tudo certo|como vão|beleza|tudo em cima|como vai você|como é que estás|tudo joia|e você|e tu|quais as novidades) [hoje|pessoal|contigo|com você|por aí|gente]",
    "(você está aí|tá aí|estás aí|está aí|tem alguém aí|você tá aí|alguém aí)",
    "(você é|és|tu és|vc é) (um robô|um bot|humano|uma ia|uma pessoa|um humano|real)",
    "(o que você pode fazer|o que você sabe fazer|o que podes fazer|o que sabes fazer|o que vc faz|o que você faz) [por mim]",
    "(prazer|muito prazer|prazer em conhecer|estou bem|tudo bem e você|tudo e você|tudo ótimo)",
  ],
  laughter: ["(kkk|kkkk|rsrs|hehe|haha|huehue|rs)"],
  clock: [
    "(que horas são|que hora é|que horas são agora|tem horas|que horas tem|me diz as horas) [agora]",
    "(que dia é hoje|que dia é|qual é a data de hoje|qual a data de hoje|em que dia estamos|que data é hoje|hoje é que dia)",
  ],
  approval: [
    "(sim|ok|aprovado|aprovo|aprovar|pode|pode fazer|pode ir|confirmo|confirmado|claro|com certeza|faça|faz|vai em frente|prossiga|manda ver|pode sim|aceito|concordo|sim sim|de acordo|isso pode)",
    "(sim|ok|claro|isso) (pode|pode fazer|aprovado|aprovo|confirmo|vai em frente|faça|prossiga|claro|por favor|com certeza|manda ver)",
  ],
  refusal: [
    "(não|nao|rejeito|rejeitado|rejeitar|recuso|recusado|cancela|cancelar|cancele|cancelado|não faça|não faça isso|não faz isso|de jeito nenhum|nem pensar|claro que não|não aprovo|não aceito|não pode|não prossiga|negado)",
    "não (obrigado|obrigada|cancela|cancele|cancelar|não faça|não faça isso|de jeito nenhum|pode não|rejeito|recuso)",
  ],
};
