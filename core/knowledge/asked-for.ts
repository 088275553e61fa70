/** The kind of fact that a question asks for, told by its words. */
export type Asked = 'money' | 'duration' | 'clock' | 'length' | 'place';

const QUESTIONS: readonly (readonly [Asked, RegExp])[] = [
  ['money', /how much|what does .* cost|price|cost|fee\b|charge|多少钱|价格|费用|运费|几块|谁出|满多少|买多少/i],
  [
    'duration',
    /how long|how many (days|weeks|months|hours|years)|when (will|do|does|can)|how soon|how fast|by when|time limit|多久|几天|多长时间|什么时候|多少天|几年|何时|期限/i,
  ],
  ['clock', /what time|opening hours|when .* (open|close)|几点|营业时间|开门|关门/i],
  ['length', /how (tall|big|large|wide|high|deep|heavy|long is)|dimension|measure|多高|多大|多宽|多重|尺寸/i],
  ['place', /where (is|are)|which address|address|在哪|地址|哪里/i],
];

const FACTS: Readonly<Record<Asked, RegExp>> = {
  money:
    /\d[\d.,]*\s*(euro|eur|€|dollars?|usd|pounds?|gbp|元|块|percent|%)|[€$£¥]\s*\d|free|costs? nothing|免费|包邮|承担|免息/i,
  duration:
    /(\d+|one|two|three|four|five|six|seven|ten|fourteen|thirty|[一二三四五六七八九十两半]+)\s*(个)?\s*(-|to|–|到|至)?\s*\d*\s*(working |business )?(minutes?|hours?|days?|weeks?|months?|years?|分钟|小时|工作日|天|日|周|个月|年)|same day|当天|次日|immediately|when the/i,
  clock: /\d{1,2}[:.]\d{2}|\d\s*(am|pm)|[一二三四五六七八九十\d]+点|周[一二三四五六日]|monday|sunday/i,
  length: /\d[\d.,]*\s*(cm|mm|m\b|kg|g\b|litres?|l\b|inch|ml|厘米|毫米|米|公斤|克|升|毫升|英寸)/i,
  place: /\d+\s*号|路|街|street|road|straat|gracht|avenue|square|\b[A-Z][a-z]+,/,
};

export const askedFor = (question: string): Asked[] =>
  QUESTIONS.filter(([, pattern]) => pattern.test(question)).map(([asked]) => asked);

export const tells = (sentence: string, asked: Asked): boolean => FACTS[asked].test(sentence);
