import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Content } from '../../../core/content/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useOrderIds } from '../parts/use-order-ids.ts';

const route = getRouteApi('/content');

type Deed = { readonly path: 'publish' | 'reject' | 'revise'; readonly body: object };

/** Publish, reject or reword a draft; show an earlier text again. What is published can be gone back on. */
export function TextActions({ content }: { readonly content: Content }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const search = route.useSearch();
  const orderIds = useOrderIds();
  const [wording, setWording] = useState<string>();
  const order = useMutation({
    mutationFn: ({ path, body }: Deed) =>
      api.post(`/content/${content.contentId}/${path}`, Content, body, orderIds.of([content.contentId, path, body])),
    onSuccess: async ({ contentId }) => {
      orderIds.answered();
      setWording(undefined);
      await queries.invalidateQueries({ queryKey: ['content'] });
      if (contentId !== content.contentId) await navigate({ to: '/content', search: { ...search, text: contentId } });
    },
  });
  const { status } = content;
  return (
    <Stack gap="sm">
      {order.error && <ProblemNotice error={order.error} />}
      {wording !== undefined && (
        <Textarea
          label={t('content.wording')}
          description={t('content.wordingHint')}
          value={wording}
          onChange={(event) => setWording(event.currentTarget.value)}
          autosize
          minRows={3}
          data-autofocus
        />
      )}
      <Group gap="xs">
        {wording === undefined ? (
          <>
            {(status === 'draft' || status === 'superseded') && (
              <Button loading={order.isPending} onClick={() => order.mutate({ path: 'publish', body: {} })}>
                {t(status === 'draft' ? 'content.publish' : 'content.rollBack')}
              </Button>
            )}
            <Button variant="default" onClick={() => setWording(content.checked.text)}>
              {t('content.reword')}
            </Button>
            {status === 'draft' && (
              <Button variant="default" onClick={() => order.mutate({ path: 'reject', body: {} })}>
                {t('content.reject')}
              </Button>
            )}
          </>
        ) : (
          <>
            <Button
              loading={order.isPending}
              disabled={!wording.trim()}
              onClick={() => order.mutate({ path: 'revise', body: { text: wording.trim() } })}
            >
              {t('content.check')}
            </Button>
            <Button variant="default" onClick={() => setWording(undefined)}>
              {t('common.cancel')}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
