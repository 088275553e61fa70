import { Alert, Button, Code, Group, List, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.ts';
import { fieldMessage } from './field-message.ts';
import { refusalWords } from './refusal-words.ts';

/** What the address of a page names is no field that somebody has filled in. */
const OF_THE_ADDRESS = 'path/';

export interface ProblemNoticeProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/**
 * What kind of refusal it is and what went wrong, in the reader's language as far as it is told without one, and the number
 * that a log can be searched by.
 */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const { t } = useTranslation();
  const api = error instanceof ApiError ? error : undefined;
  // The summary of fields repeats the first of them in English.
  const isByField = api !== undefined && api.errors.length > 0 && api.errors.every(({ code }) => code !== undefined);
  const title = isByField && api.status === 400 ? t('problem.fields') : titleOf(t, api);
  const detail = api ? detailOf(t, api) : error.message;
  return (
    <Alert
      title={title}
      color="orange"
      variant="outline"
      role="alert"
      styles={{ title: { color: 'var(--state-failed)' } }}
    >
      <Stack gap="xs">
        {!isByField && <Text size="sm">{detail}</Text>}
        {api && api.errors.length > 0 && (
          <List size="sm">
            {api.errors.map((one) => (
              <List.Item key={`${one.pointer} ${one.detail}`}>
                {!one.pointer.startsWith(OF_THE_ADDRESS) && <Code>{one.pointer}</Code>} {fieldMessage(t, one)}
              </List.Item>
            ))}
          </List>
        )}
        <Group gap="sm">
          {onRetry && (
            <Button size="xs" variant="default" onClick={onRetry}>
              {t('problem.retry')}
            </Button>
          )}
          {api?.requestId && (
            <Text size="xs" c="dimmed" className="mono">
              {t('problem.request', { id: api.requestId })}
            </Text>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

/** What stands before the platform speaks English alone, and of itself. */
const isUnanswered = ({ code, says, status }: ApiError) => status >= 500 && !code && !says;

const detailOf = (t: TFunction, api: ApiError): string =>
  isUnanswered(api) ? t('problem.unanswered') : (refusalWords(t, api) ?? t(`problem.${api.kind}.detail`));

function titleOf(t: TFunction, api: ApiError | undefined): string {
  if (api && isUnanswered(api)) return t('problem.of.unavailable');
  if (api?.code) return t(`problem.of.${api.code}`);
  return api?.title ?? t(`problem.${api?.kind ?? 'unreadable'}.title`);
}
