import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StartBatchResponse } from '../../../core/content/batch-contract.ts';
import { ContentKind, CreateContentResponse, Language, Length, Tone } from '../../../core/content/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ItemsInput } from '../items/items-input.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useOrderIds } from '../parts/use-order-ids.ts';
import { TrainGenerator } from './train-generator.tsx';

/** Texts for one item, or for the whole catalogue where none is named. */
export function OrderForm() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [itemIds, setItemIds] = useState<string[]>([]);
  const [typed, setTyped] = useState('');
  const [itemId] = itemIds;
  const [wish, setWish] = useState<Record<string, string>>({
    kind: 'description',
    length: 'medium',
    tone: 'plain',
    language: 'en',
  });
  const orderIds = useOrderIds();
  const order = useMutation({
    mutationFn: async () => {
      if (itemId === undefined) {
        await api.post('/content/batches', StartBatchResponse, wish, orderIds.of(wish));
        return undefined;
      }
      const body = { ...wish, itemId };
      return (await api.post('/content', CreateContentResponse, body, orderIds.of(body))).data[0]?.contentId;
    },
    onSuccess: async (text) => {
      orderIds.answered();
      await queries.invalidateQueries({ queryKey: ['content'] });
      if (text) await navigate({ to: '/content', search: { status: 'draft', text } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    order.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <div style={{ flex: '1 1 240px', minWidth: 0 }}>
            <ItemsInput
              label={t('content.order.item')}
              placeholder={t('content.order.all')}
              value={itemIds}
              most={1}
              onChange={setItemIds}
              onTyped={setTyped}
            />
          </div>
          {CHOICES.map(({ name, options }) => (
            <Select
              key={name}
              label={t(`content.wish.${name}`)}
              data={options.map((value) => ({ value, label: t(`content.${name}.${value}`) }))}
              value={wish[name] ?? null}
              allowDeselect={false}
              onChange={(value) => value && setWish({ ...wish, [name]: value })}
              style={{ flex: '0 1 128px' }}
            />
          ))}
          <Button type="submit" loading={order.isPending} disabled={typed !== ''}>
            {t(itemId === undefined ? 'content.order.batch' : 'content.order.one')}
          </Button>
        </Group>
        {typed && (
          <Text size="sm" role="status">
            {t('content.order.choose')}
          </Text>
        )}
        {order.error && <ProblemNotice error={order.error} />}
        {order.error?.message.includes('/v1/models/generator/train') && <TrainGenerator />}
      </Stack>
    </form>
  );
}

const CHOICES = [
  { name: 'kind', options: ContentKind.options },
  { name: 'length', options: Length.options },
  { name: 'tone', options: Tone.options },
  { name: 'language', options: Language.options },
] as const;
