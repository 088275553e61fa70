import { ApiError } from '../../../console/src/api/api-error.ts';
import {
  afterSaving,
  isChanged,
  isToldAtFields,
  languageToShow,
  readCampaign,
  refusalOf,
  stillWrong,
  WORDS,
} from '../../../console/src/campaigns/campaign-draft.ts';
import type { CampaignDefinition } from '../../../core/campaigns/contract.ts';
import type { FieldError } from '../../../core/platform/errors.ts';
import { aCampaign } from '../../support/campaigns.ts';

const { definition } = aCampaign();
const { en, zh } = definition.copy;
const pointersOf = (draft: CampaignDefinition) => readCampaign(draft).errors.map(({ pointer }) => pointer);
const refused = (errors: FieldError[]) => new ApiError('refused', 400, { errors });
const wrong = (pointer: string) => ({ pointer, detail: 'no' });

describe('the draft of a campaign', () => {
  it('is read by the contract, both languages of it', () => {
    expect(readCampaign(definition)).toEqual({ data: definition, errors: [] });
    expect(pointersOf({ ...definition, copy: { en, zh: { ...zh, body: '  ' } } })).toEqual([
      '#/definition/copy/zh/body',
    ]);
  });

  it('names a wrong share in per cent, as its field holds it', () => {
    const { errors } = readCampaign({ ...definition, holdoutShare: 0.6, targeting: { by: 'response', share: 0.01 } });

    expect(errors).toEqual([
      expect.objectContaining({ pointer: '#/definition/holdoutShare', values: { most: '50 %' } }),
      expect.objectContaining({ pointer: '#/definition/targeting/share', values: { least: '5 %' } }),
    ]);
  });

  it('has its words in the order of the message', () => {
    expect(WORDS).toEqual(['subject', 'preheader', 'heading', 'body', 'button']);
  });
});

describe('what was written of a campaign', () => {
  const sent = { isActive: true, definition: { ...definition, name: 'Sent' } };
  const since = { isActive: true, definition: { ...definition, name: 'Sent and more' } };

  it('is done with when it was saved', () => {
    expect(afterSaving({ of: 3, draft: sent }, sent, 4)).toBeUndefined();
    expect(afterSaving(undefined, sent, 4)).toBeUndefined();
  });

  it('stays where it was written while the save went on, as a change of the version that was saved', () => {
    expect(afterSaving({ of: 3, draft: since }, sent, 4)).toEqual({ of: 4, draft: since });
  });

  it('is a change where its words or its switch are other than they stand', () => {
    expect(isChanged(since, sent)).toBe(true);
    expect(isChanged({ ...sent, isActive: false }, sent)).toBe(true);
    expect(isChanged({ ...sent, definition: { ...sent.definition } }, sent)).toBe(false);
  });
});

describe('what the platform refused', () => {
  const schedule = { expression: 'rate(0 days)', timeZone: 'UTC' };
  const draft = { ...definition, schedule };
  const refusal = {
    draft,
    errors: [wrong('#/definition/schedule/expression'), wrong('#/definition/copy/zh/body')],
  };

  it('stands at its fields until each is changed', () => {
    const mended = { ...draft, schedule: { ...schedule, expression: 'rate(1 day)' } };

    expect(stillWrong(refusal, { ...draft, name: 'Another' })).toEqual(refusal.errors);
    expect(stillWrong(refusal, mended)).toEqual([wrong('#/definition/copy/zh/body')]);
    expect(stillWrong(refusal, { ...draft, schedule: null })).toEqual([wrong('#/definition/copy/zh/body')]);
    expect(stillWrong(undefined, draft)).toEqual([]);
  });

  it('is told in a notice where the form has no field for it', () => {
    const isTold = (...pointers: string[]) => isToldAtFields(refused(pointers.map(wrong)));

    expect(isToldAtFields(refused(refusal.errors))).toBe(true);
    expect(isTold('#/definition/schedule/expression', '#/definition/topic')).toBe(false);
    expect([
      isTold('#/definition/schedule'),
      isTold('#/definition/copy/zh'),
      isTold('#/definition/targeting/by'),
    ]).toEqual([false, false, false]);
    expect([isTold('#/definition'), isTold('#/isActive'), isTold()]).toEqual([false, false, false]);
    expect(isToldAtFields(new Error('away'))).toBe(false);
  });

  it('is what the platform says of fields, and nothing where it did not answer', () => {
    expect(refusalOf(draft, refused(refusal.errors))).toEqual(refusal);
    expect(refusalOf(draft, new Error('away'))).toBeUndefined();
    expect(refusalOf(draft, null)).toBeUndefined();
  });
});

describe('the language that is shown', () => {
  it.each([
    ['changes where all that is wrong is in the words of the other', ['copy/zh/body', 'copy/zh/button'], 'zh'],
    ['stays where its own words are wrong too', ['copy/zh/body', 'copy/en/body'], 'en'],
    ['stays where another field is wrong, which comes first', ['segment', 'copy/zh/body'], 'en'],
    ['stays where nothing is known to be wrong', [], 'en'],
  ])('%s', (_, paths, shown) => {
    expect(
      languageToShow(
        paths.map((path) => wrong(`#/definition/${path}`)),
        'en',
      ),
    ).toBe(shown);
  });
});
