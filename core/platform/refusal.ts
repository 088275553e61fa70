import { filled, namesIn, type ValuesOf } from './sentence.ts';

/**
 * What a refusal says to its caller, by code. The console has a sentence for each code in each of its languages (`refusal`), which
 * may say it otherwise: a person presses a button where a program names a route.
 */
const SENTENCES = {
  internal: 'Something went wrong on our side. The request id helps to find it.',
  'took-too-long': 'This took too long',
  'no-shop': 'There is no shop {shop}',
  'no-caller': 'This request carries no shop',
  'not-by-role': 'A {role} key may not call this; it needs one of: {roles}',
  'body-too-large': 'A body may weigh {kilobytes} KB, unpacked',
  'not-json': 'The body is not JSON',
  'not-gzip': 'The body says it is gzip and cannot be unpacked',
  'not-url-encoded': '{name} in the path is not URL-encoded',
  'no-condition': 'This route has no condition: send the request without If-Match',
  'no-row-reads': 'No row of this request can be read',
  'key-reused': 'This Idempotency-Key was used with another body; use a new key for a new request',
  'still-running': 'A request with this Idempotency-Key is still running',
  'just-ended': 'A request with this Idempotency-Key has just ended; send it again',
  'foreign-cursor': 'The cursor is not one of ours',
  erased: 'This customer has been erased or was never known',
  'sealed-before': 'This was sealed under a key that this customer no longer has',

  'no-event-reads': 'No event of this request can be read',
  'too-many-events': 'A batch may hold {most} events',
  'events-untaken': 'Events cannot be taken just now; send them again',

  'no-customer': 'This customer is not known',
  'customer-busy': 'One customer is written by too many at once',
  'nothing-known': 'Nothing is known of this customer',

  'no-recipe': 'There is no recipe {name}',
  'no-recipe-version': 'There is no recipe {name} of version {version}',
  'unknown-recipe': 'There is no recipe {name}; GET /v1/recipes lists what there is',
  'no-slate-of-request': '{name} makes no slate of this request',
  'serves-unnamed': 'This recipe has to serve whoever names none',
  'recipe-overtaken': '{name} is at version {version} by now; read it again before you write',
  'recipe-unwritten':
    '{name} is what the platform brings along, and nobody has written it; read it again before you write',
  'recipe-deleted': 'Somebody has deleted {name} by now; read it again before you write',
  'recipe-just-written': 'Somebody else has just written {name}; read it again before you write',
  'recipe-kept': 'The recipe {name} cannot be deleted',

  'recipes-not-served': 'An experiment needs recipes that its surface can serve',
  'split-kept': 'An A/B test keeps its recipes and weights for as long as it keeps its name',
  'experiment-overtaken': 'Somebody else has set an experiment on {surface} meanwhile; read it again',
  'experiment-busy': 'The experiment of this surface is changed by too many at once',

  'no-estimate': 'There is no estimate {estimateId} of {surface}',

  'no-batch': 'There is no batch {batchId}',
  'no-such-batch': 'This recipe makes no such batch',
  'no-purchase-champion': 'Customers are compared by the purchase champion, and there is none yet; train it first',
  'batch-busy': 'The batch is counted by too many at once',
  'batch-turning': 'The batch {batchId} is just beginning or ending',
  'batch-ended': 'The batch {batchId} has ended by itself',

  'no-campaign': 'There is no campaign {campaignId}',
  'no-campaign-version': 'There is no version {version} of {campaignId}',
  'campaign-exists': 'The campaign {campaignId} exists',
  'campaign-overtaken': 'Somebody else has saved the campaign {campaignId} meanwhile; read it again',
  'campaign-busy': 'The campaign is saved by too many at once',
  'not-liquid': 'Some words do not read as Liquid',
  'bad-segment': 'The segment does not read',
  'bad-schedule': 'The schedule does not read',
  'foreign-link': 'This link is not one of ours',
  'no-message': 'There is no such message',
  'no-sending': 'Say first how this shop writes to customers: PUT /v1/channels',
  'no-webhook': 'This campaign goes out by webhook, and the shop has set no address: PUT /v1/channels',
  'mail-rejects': 'The mail service rejects this message: is the sender verified there?',
  'mail-asleep': 'The mail service takes no messages just now',
  'contact-busy': 'One contact is changed by too many at once',

  'no-item': 'There is no item {itemId}',
  'item-gone': 'There is no item {itemId} any more',
  'no-text': 'There is no text {contentId}',
  'texts-changed': 'The texts of {itemId} have just changed; look at them again',
  'text-decided': 'The text {contentId} has just been decided on by somebody else',
  'not-a-draft': 'Only a draft can be rejected; this text is {status}',
  'text-rejected': 'This text was rejected; write a new one',
  'nothing-verifiable':
    'No sentence about {itemId} was left that the catalogue confirms. Add facts to the item: its attributes, category and brand',
  'unverified-claims': 'This text claims what the catalogue does not confirm',
  'model-refused': 'The model refused this request',

  'no-run': 'There is no run {runId} of {model}',
  'unknown-candidates': 'Some candidates are not known',
  'nothing-to-return-to': 'No version has served before this one, so there is none to return to',
  'serving-already': 'Version {version} is serving already',
  'champion-changed': 'The champion was changed by somebody else in the meantime',

  'no-conversation': 'There is no such conversation',
  'customer-unproved': 'A browser proves a customer by customerToken, not by customerId',
  'token-not-held': 'This customerToken does not hold; ask the shop for a new one',
  'browser-is-customer': 'A browser writes as the customer',
  'message-between': 'Another message came in between; send this one again',
  'not-csv': 'The text is not CSV',
  'knowledge-busy': 'This knowledge is being changed by others just now',
  'encoder-asleep': 'The encoder of knowledge does not answer just now; send this again',

  'profiles-unread': 'The table of profiles answers no more reads just now',
  'contacts-unread': 'Contacts answer no more reads just now',
  'customers-unread': 'Customers answer no more reads just now',
  'states-unread': 'Customer state answers no more reads just now',
  'texts-unread': 'Texts answer no more reads just now',
  'items-unwritten': 'The catalogue takes no more writes just now',
  'items-unread': 'The catalogue answers no more reads just now',
  'messages-unread': 'Messages answer no more reads just now',
} as const;

export type RefusalCode = keyof typeof SENTENCES;
export const REFUSAL_CODES = Object.keys(SENTENCES).filter((name): name is RefusalCode => name in SENTENCES);

/** A sentence in English, and the same without a language. */
export interface Refusal {
  readonly text: string;
  readonly says: { readonly code: string; readonly values?: Readonly<Record<string, string | number>> };
}

export const refusal = <Code extends RefusalCode>(code: Code, values: ValuesOf<(typeof SENTENCES)[Code]>): Refusal =>
  refusalBy(code, SENTENCES[code], values);

/** Of a sentence that stands elsewhere. */
export const refusalBy = (
  code: string,
  sentence: string,
  values: Readonly<Record<string, string | number>>,
): Refusal => ({
  text: filled(sentence, values),
  says: { code, ...(Object.keys(values).length ? { values } : {}) },
});

/** Names of the values that a code's sentence fills in. */
export const refusalValues = (code: RefusalCode): string[] => namesIn(SENTENCES[code]);
