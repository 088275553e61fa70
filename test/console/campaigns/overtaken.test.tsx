import { createInstance } from 'i18next';
import { differencesOf } from '../../../console/src/campaigns/campaign-differences.ts';
import { DifferencesTable } from '../../../console/src/campaigns/differences-table.tsx';
import { Overtaken } from '../../../console/src/campaigns/overtaken.tsx';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import { aCampaign } from '../../support/campaigns.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const theirs = aCampaign({ name: 'Spring', targeting: { by: 'response', share: 0.3 } });
const { definition } = aCampaign({ name: 'Autumn' });
const { en: english, zh } = definition.copy;
const mine = { isActive: false, definition: { ...definition, copy: { en: english, zh: { ...zh, button: '看看' } } } };

describe('what two people wrote of one campaign', () => {
  async function differences(...drafts: [typeof mine, typeof mine]) {
    const i18n = createInstance();
    const t = await i18n.init({ resources: { en: { translation: en } }, lng: 'en' });
    return differencesOf(t, ...drafts);
  }

  it('is told where it differs, by the labels of the form and in its order', async () => {
    expect(await differences(theirs, mine)).toEqual([
      { field: 'Name', theirs: 'Spring', mine: 'Autumn' },
      { field: 'Only those likeliest to respond', theirs: '30 %', mine: '' },
      { field: 'Button (中文)', theirs: zh.button, mine: '看看' },
      { field: 'Run by its schedule', theirs: 'Active', mine: 'Paused' },
    ]);
    expect(await differences(mine, mine)).toEqual([]);
  });

  it.each([
    ['en', ['They saved', 'You have', 'Spring', 'Nothing']],
    ['zh', ['对方保存的', '您现有的', 'Spring', '无']],
  ] as const)('stands side by side: %s', async (language, words) => {
    const markup = await rendered(<DifferencesTable theirs={theirs} mine={mine} />, language);

    expect(wordsOf(markup)).toEqual(expect.arrayContaining([...words]));
  });

  it('can be looked at or given up, and the notice says which version it would replace', async () => {
    const markup = await rendered(
      <Overtaken theirs={{ ...theirs, version: 5 }} mine={mine} onDiscard={() => undefined} />,
    );

    expect(markup).toContain('role="status"');
    expect(wordsOf(markup)).toEqual([
      expect.stringContaining('Somebody else saved version 5 meanwhile'),
      'See what they saved',
      'Discard my changes',
    ]);
  });
});
