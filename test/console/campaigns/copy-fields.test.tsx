import { CopyFields } from '../../../console/src/campaigns/copy-fields.tsx';
import type { Language } from '../../../core/campaigns/contract.ts';
import { aCampaign } from '../../support/campaigns.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const { copy } = aCampaign().definition;

/** With the Chinese text wrong. */
const shown = (language: Language) =>
  rendered(
    <CopyFields
      copy={copy}
      language={language}
      errorAt={(one, name = 'body') => (one === 'zh' && name === 'body' ? 'too short' : undefined)}
      onLanguage={() => undefined}
      onChange={() => undefined}
    />,
  );

describe('the words of a campaign', () => {
  it('say at the switch where something is wrong in the language that is not shown', async () => {
    const markup = await shown('en');

    expect(wordsOf(markup)).toContain('Something is not right yet in 中文.');
    expect(markup).not.toContain('aria-invalid="true"');
  });

  it('say at the field what is wrong in the one that is', async () => {
    const markup = await shown('zh');

    expect(markup).toMatch(/<textarea[^>]*aria-invalid="true"[^>]*>/);
    expect(wordsOf(markup)).toContain('too short');
    expect(wordsOf(markup).join()).not.toContain('not right yet');
  });
});
