import { Button, SegmentedControl, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ContentStatus } from '../../../core/content/contract.ts';
import { useApi } from '../api/api-context.ts';
import { contentsQuery } from '../api/queries.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { TextLink } from '../parts/links.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';

const route = getRouteApi('/content');

/** Texts of one status, the newest first. */
export function TextsList() {
  const { t } = useTranslation();
  const { share } = useFormats();
  const search = route.useSearch();
  const navigate = useNavigate();
  const contents = useInfiniteQuery(contentsQuery(useApi(), search.status));
  const rows = contents.data?.pages.flatMap(({ data }) => data);
  return (
    <>
      <SegmentedControl
        aria-label={t('content.show')}
        fullWidth
        mb="sm"
        size="xs"
        data={ContentStatus.options.map((value) => ({ value, label: t(`content.status.${value}`) }))}
        value={search.status}
        onChange={(value) =>
          void navigate({ to: '/content', search: { status: ContentStatus.catch('draft').parse(value) } })
        }
      />
      <QueryView query={{ data: rows, error: contents.error, refetch: contents.refetch }} lines={8}>
        {(found) =>
          found.length ? (
            <ul className="texts">
              {found.map(({ contentId, title, kind, language, checked }) => (
                <li key={contentId} data-current={contentId === search.text || undefined}>
                  <TextLink
                    to="/content"
                    search={{ ...search, text: contentId }}
                    aria-current={contentId === search.text ? 'true' : undefined}
                  >
                    {title}
                  </TextLink>
                  <Text size="xs" c="dimmed">
                    {t(`content.kind.${kind}`)} · {t(`content.language.${language}`)} ·{' '}
                    {t('content.coverage', { share: share(checked.factCoverage) })}
                  </Text>
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState
              title={t(`content.none.${search.status}`)}
              next={t(search.status === 'draft' ? 'content.noneNext' : 'content.noneOther')}
            />
          )
        }
      </QueryView>
      {contents.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" onClick={() => void contents.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}
