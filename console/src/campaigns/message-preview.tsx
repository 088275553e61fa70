import { Group, SegmentedControl, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Language, type Preview } from '../../../core/campaigns/contract.ts';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { isToldAtFields } from './campaign-draft.ts';
import { LANGUAGE_CHOICES } from './language-choices.ts';
import { MessageFrame } from './message-frame.tsx';

export interface MessagePreviewProps {
  readonly preview: Pick<UseQueryResult<Preview>, 'data' | 'error' | 'refetch'>;
}

/** The message as it would be read now, made by the code that sends it. What it could not read is told in the form. */
export function MessagePreview({ preview: { data, error, refetch } }: MessagePreviewProps) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>('en');
  const [device, setDevice] = useState('phone');
  const aside = (
    <Group gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t('campaign.preview.device')}
        value={device}
        onChange={setDevice}
        data={[
          { value: 'phone', label: t('campaign.preview.phone') },
          { value: 'desktop', label: t('campaign.preview.desktop') },
        ]}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('campaign.form.language')}
        value={language}
        onChange={(value) => setLanguage(Language.catch(language).parse(value))}
        data={LANGUAGE_CHOICES}
      />
    </Group>
  );
  return (
    <Panel title={t('campaign.preview.title')} aside={aside}>
      <QueryView query={{ data, error: error && isToldAtFields(error) ? null : error, refetch }} lines={8}>
        {(rendered) => (
          <>
            <Text fw={600} mb="xs">
              {rendered[language].subject}
            </Text>
            <MessageFrame html={rendered[language].html} width={device === 'phone' ? 375 : undefined} />
          </>
        )}
      </QueryView>
    </Panel>
  );
}
