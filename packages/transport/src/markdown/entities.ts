/**
 * The named characters of HTML 4, each name followed by its character. Markdown knows 2,125 names; the table of
 * all of them would be a tenth of a webhook Worker, and models write these or the characters themselves. A name
 * that is not here stays as it is written.
 */
const TABLE = [
  "quot\"amp&apos'lt<gt>nbsp\u00a0iexcl¡cent¢pound£curren¤yen¥brvbar¦sect§uml¨copy©ordfª",
  "laquo«not¬shy\u00adreg®macr¯deg°plusmn±sup2²sup3³acute´microµpara¶middot·cedil¸sup1¹",
  "ordmºraquo»frac14¼frac12½frac34¾iquest¿AgraveÀAacuteÁAcircÂAtildeÃAumlÄAringÅAEligÆ",
  "CcedilÇEgraveÈEacuteÉEcircÊEumlËIgraveÌIacuteÍIcircÎIumlÏETHÐNtildeÑOgraveÒOacuteÓOcircÔ",
  "OtildeÕOumlÖtimes×OslashØUgraveÙUacuteÚUcircÛUumlÜYacuteÝTHORNÞszligßagraveàaacuteá",
  "acircâatildeãaumläaringåaeligæccedilçegraveèeacuteéecircêeumlëigraveìiacuteíicircîiumlï",
  "ethðntildeñograveòoacuteóocircôotildeõoumlödivide÷oslashøugraveùuacuteúucircûuumlü",
  "yacuteýthornþyumlÿOEligŒoeligœScaronŠscaronšYumlŸfnofƒcircˆtilde˜AlphaΑBetaΒGammaΓDeltaΔ",
  "EpsilonΕZetaΖEtaΗThetaΘIotaΙKappaΚLambdaΛMuΜNuΝXiΞOmicronΟPiΠRhoΡSigmaΣTauΤUpsilonΥPhiΦ",
  "ChiΧPsiΨOmegaΩalphaαbetaβgammaγdeltaδepsilonεzetaζetaηthetaθiotaιkappaκlambdaλmuμnuνxiξ",
  "omicronοpiπrhoρsigmafςsigmaσtauτupsilonυphiφchiχpsiψomegaωthetasymϑupsihϒpivϖensp\u2002",
  "emsp\u2003thinsp\u2009zwnj\u200czwj\u200dlrm\u200erlm\u200fndash–mdash—lsquo‘rsquo’",
  "sbquo‚ldquo“rdquo”bdquo„dagger†Dagger‡bull•hellip…permil‰prime′Prime″lsaquo‹rsaquo›",
  "oline‾frasl⁄euro€imageℑweierp℘realℜtrade™alefsymℵlarr←uarr↑rarr→darr↓harr↔crarr↵lArr⇐",
  "uArr⇑rArr⇒dArr⇓hArr⇔forall∀part∂exist∃empty∅nabla∇isin∈notin∉ni∋prod∏sum∑minus−lowast∗",
  "radic√prop∝infin∞ang∠and∧or∨cap∩cup∪int∫there4∴sim∼cong≅asymp≈ne≠equiv≡le≤ge≥sub⊂sup⊃",
  "nsub⊄sube⊆supe⊇oplus⊕otimes⊗perp⊥sdot⋅lceil⌈rceil⌉lfloor⌊rfloor⌋lang〈rang〉loz◊spades♠",
  "clubs♣hearts♥diams♦",
];

/** In the place of the full table of the Markdown parser: see `alias` in the apps' `wrangler.jsonc`. */
export const characterEntities: Readonly<Record<string, string>> = Object.fromEntries(
  [...TABLE.join("").matchAll(/([A-Za-z0-9]+)([^A-Za-z0-9])/gu)].map(([, name, sign]) => [
    name,
    sign,
  ]),
);
