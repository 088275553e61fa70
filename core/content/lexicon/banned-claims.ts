import type { Vertical } from '../contract.ts';

/** Claims that no fact of a catalogue can carry, because they promise what only a study, a law or the shop itself could. */
const FOR_ALL: readonly RegExp[] = [
  /\b(?:guarantee[ds]?|risk[- ]free|money[- ]back|lifetime warranty)\b/gi,
  /\b(?:cures?|curing|heals?|healing|treats? (?:acne|pain|illness|disease)|miracle|clinically (?:proven|tested)|fda[- ]approved|doctor[- ]recommended|no side effects)\b/gi,
  /\b(?:free (?:shipping|delivery|returns)|(?:lowest|best) price|limited[- ]time|while stocks last|today only|on sale|discount(?:ed)?|clearance)\b/gi,
  /\b\d+ ?% off\b/gi,
  /\b(?:award[- ]winning|bestsell(?:er|ing)|best[- ]sell(?:er|ing)|celebrity|officially licensed)\b/gi,
  /国家级|世界级|最高级|最佳|第一品牌|全网最低|销量第一|绝无仅有|史无前例|万能|永久|百分之百|100%有效|保证|包退|包邮|限时|特价|治疗|疗效|根治|治愈|无副作用|抗癌|防癌/g,
];

const BY_VERTICAL: Readonly<Record<Vertical, readonly RegExp[]>> = {
  general: [],
  fashion: [
    /\b(?:slimming|makes you look (?:slimmer|thinner|taller)|true to size|one size fits all)\b/gi,
    /显瘦|瘦身/g,
  ],
  electronics: [
    /\b(?:unbreakable|indestructible|explosion[- ]proof|hack[- ]proof|compatible with (?:all|any|every)\b[^.]*|radiation[- ]free|zero latency)\b/gi,
    /防爆|零辐射|全兼容/g,
  ],
  travel: [/\b(?:visa[- ]free|safest|guaranteed upgrade|no queues?|always on time)\b/gi, /免签|绝对安全/g],
  'mother-and-baby': [
    /\b(?:prevents?|sids|non[- ]toxic|hypoallergenic|chemical[- ]free|completely safe|100 ?% safe|boosts? (?:iq|brain|development)|developmental|colic)\b/gi,
    /预防|益智|无毒|绝对安全|替代母乳/g,
  ],
  food: [
    /\b(?:weight[- ]loss|lose weight|detox(?:es|ify(?:ing)?)?|fat[- ]burning|boosts? (?:immunity|metabolism)|superfood|lowers? (?:cholesterol|blood)|diabetic|healthy|nutritious)\b/gi,
    /减肥|排毒|降血压|降血糖|增强免疫/g,
  ],
  beauty: [
    /\b(?:anti[- ]?ag(?:e?ing)|wrinkle[- ]free|removes? wrinkles|erases?|whitening|dermatologist[- ](?:tested|approved)|permanent(?:ly)?|medical[- ]grade)\b/gi,
    /祛斑|美白|除皱|抗衰|药妆/g,
  ],
};

export const bannedClaims = (vertical: Vertical): readonly RegExp[] => [...FOR_ALL, ...BY_VERTICAL[vertical]];
