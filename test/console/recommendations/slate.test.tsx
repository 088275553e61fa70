import { Slate } from '../../../console/src/recommendations/slate.tsx';
import type { Recommendations } from '../../../core/recommendations/contract.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const aSlate = (overrides: Partial<Recommendations> = {}): Recommendations => ({
  ...{ requestId: 'request-1', surface: 'home', modelVersion: 'm1', experimentArm: 'treated', policy: 'popular' },
  items: [],
  ...overrides,
});
const shown = async (slate: Recommendations, language: 'en' | 'zh') =>
  wordsOf(
    await rendered(<Slate slate={slate} currency="EUR" isBusy={false} onAgain={() => undefined} />, language),
  ).join(' ');

it('a slate that is short says where others were not looked at', async () => {
  expect(await shown(aSlate({ hasUnseen: true }), 'en')).toContain('others may meet it');
  expect(await shown(aSlate({ hasUnseen: true }), 'zh')).toContain('其余商品');
  expect(await shown(aSlate(), 'en')).not.toContain('others may meet it');
});
