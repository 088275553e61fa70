import { Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../core/content/contract.ts';
import { useApi } from '../api/api-context.ts';
import { contentQuery, itemContentQuery } from '../api/queries.ts';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { CheckedSentences } from './checked-sentences.tsx';
import { MarkedText } from './marked-text.tsx';
import { TextActions } from './text-actions.tsx';
import { wordDiff } from './word-diff.ts';

/** One text beside the facts that it uses, against what the item shows now, with what may be done about it. */
export function TextPanel({ contentId }: { readonly contentId: string }) {
  const content = useQuery(contentQuery(useApi(), contentId));
  return <QueryView query={content}>{(found) => <TextView content={found} />}</QueryView>;
}

function TextView({ content }: { readonly content: Content }) {
  const { t } = useTranslation();
  const { share, moment } = useFormats();
  const shown = useQuery(itemContentQuery(useApi(), content.itemId));
  const published = shown.data?.data.find(
    ({ kind, language, variant }) =>
      kind === content.kind && language === content.language && variant === content.variant,
  );
  const { checked, author } = content;
  return (
    <Stack gap="md">
      <Panel title={content.title} aside={<Text size="sm">{t(`content.status.${content.status}`)}</Text>}>
        <Stack gap="sm">
          <Text lang={content.language === 'zh' ? 'zh-Hans' : 'en'}>
            <MarkedText text={checked.text} claims={checked.claims} />
          </Text>
          <Text size="xs" c="dimmed">
            {t('content.measures', {
              coverage: share(checked.factCoverage),
              level: checked.readingLevel.value,
              measure: t(`content.level.${checked.readingLevel.measure}`),
            })}
          </Text>
          <Text size="xs" c="dimmed">
            {author.by === 'model'
              ? t('content.byModel', { model: author.model, at: moment(content.createdAt) })
              : t('content.byPerson', { at: moment(content.createdAt) })}
            {author.by === 'model' && author.ignored.length > 0 && (
              <>
                {' '}
                {t('content.ignored', { wishes: author.ignored.map((wish) => t(`content.wish.${wish}`)).join(', ') })}
              </>
            )}
          </Text>
          <TextActions key={content.contentId} content={content} />
        </Stack>
      </Panel>
      {published && published.contentId !== content.contentId && (
        <Panel title={t('content.diff')}>
          <Difference before={published.text} after={checked.text} />
        </Panel>
      )}
      <Panel title={t('content.facts')}>
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {content.facts.map(({ name, value }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Panel>
      {author.by === 'model' && (
        <Panel title={t('content.written')}>
          <CheckedSentences sentences={checked.sentences} />
        </Panel>
      )}
    </Stack>
  );
}

function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Text size="sm" component="p">
        {wordDiff(before, after).map(({ kind, text }, index) => {
          const key = `${index} ${kind}`;
          if (kind === 'added') return <ins key={key}>{text}</ins>;
          if (kind === 'removed') return <del key={key}>{text}</del>;
          return <span key={key}>{text}</span>;
        })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('content.diffLead')}
      </Text>
    </Group>
  );
}
