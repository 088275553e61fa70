import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { batchesQuery } from '../../../console/src/api/queries.ts';
import { BatchesPanel } from '../../../console/src/content/batches-panel.tsx';
import { BatchPage, StartBatchRequest } from '../../../core/content/batch-contract.ts';
import { withFault } from '../../../core/platform/fault.ts';
import { NoGeneratorError } from '../../../functions/content/content-errors.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const thrown = JSON.stringify({ errorType: 'NoGeneratorError', errorMessage: new NoGeneratorError().message });
const failed = withFault({
  ...{ shop: 'demo', batchId: '01jbatch0000000000000000aa', request: StartBatchRequest.parse({}) },
  ...{ status: 'failed', isCounted: true, total: 1, drafted: 0, refused: 0, failed: 0 },
  startedAt: '2026-11-20T10:00:00.000Z',
  reason: `NoGeneratorError: ${thrown}`,
});

describe('a batch of texts that failed', () => {
  it('says why in the language of the console', async () => {
    const api = createApiClient({ apiUrl: '', token: async () => undefined });
    const queries = new QueryClient();
    const page = BatchPage.parse({ data: [failed], has_more: false, next_cursor: null });
    queries.setQueryData(batchesQuery(api).queryKey, page);
    const words = async (language: 'en' | 'zh') =>
      wordsOf(
        await rendered(
          <ApiContext value={api}>
            <QueryClientProvider client={queries}>
              <BatchesPanel />
            </QueryClientProvider>
          </ApiContext>,
          language,
        ),
      );

    expect(await words('en')).toContain('No generator writes for this shop yet. Train one, under Models.');
    expect(await words('zh')).toContain('此店铺还没有文案生成模型，请先在“模型”中训练。');
  });
});
