import type { PutInquiry } from '../../core/chat/contract.ts';

/** What customers of the demo shop wrote and wanted: openings and matters of each intent, combined. */
const INTENTS: Readonly<Record<string, readonly string[]>> = {
  order_status: [
    'where is my parcel',
    'has my order been sent',
    'when does my delivery arrive',
    'the tracking does not move',
    'I am still waiting for my things',
    'is my package on its way',
  ],
  cancel_order: [
    'cancel my order',
    'I ordered by mistake, stop it',
    'I no longer want what I ordered',
    'please do not send my order',
    'undo my purchase from today',
    'withdraw the order I just placed',
  ],
  return_item: [
    'send a jumper back',
    'return these shoes',
    'the dress does not suit me, how do I give it back',
    'print a return label',
    'take back an unused lamp',
    'bring back something I bought',
  ],
  refund: [
    'get my money back',
    'my refund has not arrived',
    'when is the refund on my card',
    'you owe me a refund',
    'how long does the repayment take',
    'the amount refunded is too small',
  ],
  delivery_cost: [
    'what does shipping cost',
    'is delivery free',
    'how much is postage to France',
    'which orders travel free',
    'are there shipping charges',
    'the price of sending to Austria',
  ],
  payment: [
    'pay by invoice',
    'use PayPal',
    'my card was declined',
    'pay in instalments',
    'which cards do you take',
    'the payment failed twice',
  ],
  product_question: [
    'is this jacket waterproof',
    'what is the lamp made of',
    'how long is the cable',
    'which size fits me',
    'can the plates go in the dishwasher',
    'is the wool itchy',
  ],
  damaged_item: [
    'the bowl arrived in pieces',
    'a seam came open',
    'the lamp does not switch on',
    'there is a scratch on the shelf',
    'my cup has a crack',
    'the zip is broken',
  ],
  account: [
    'I forgot my password',
    'change my e-mail address',
    'close my account',
    'I cannot sign in',
    'delete my data',
    'update my name',
  ],
  contact_human_agent: [
    'speak to somebody',
    'I need a person',
    'give me a colleague of yours',
    'let a human answer',
    'no more bots please',
    'call me',
  ],
  oos: [
    'what is the weather in Rome',
    'who won the match yesterday',
    'write a poem about rain',
    'translate this letter for me',
    'what is seven times nine',
    'which film should I watch',
  ],
};
const OPENINGS = [
  '',
  'hi, ',
  'please help: ',
  'question: ',
  'hello, I would like to know, ',
  'urgent! ',
  'sorry to bother you, ',
  'good morning, ',
];

export function demoInquiries(): PutInquiry[] {
  const rows = OPENINGS.flatMap((opening, turn) =>
    Object.entries(INTENTS).flatMap(([label, matters]) =>
      matters.map((matter, place) => ({
        messageId: `inquiry-${label}-${place}-${turn}`,
        text: `${opening}${matter}${(turn + place) % 2 ? '?' : ''}`,
        label,
        language: 'en' as const,
        at: '2026-01-01T00:00:00.000Z',
      })),
    ),
  );
  return rows;
}
