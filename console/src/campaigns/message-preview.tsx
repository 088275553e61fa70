import { Group, SegmentedControl, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CampaignDefinition, Language } from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { previewQuery } from './campaign-queries.ts';
import { LANGUAGE_CHOICES } from './language-choices.ts';
import { MessageFrame } from './message-frame.tsx';

export interface MessagePreviewProps {
  readonly campaignId: string;
  /** Absent while something in it is wrong. */
  readonly definition: CampaignDefinition | undefined;
}

/** The message as it would be read now, made by the code that sends it. */
export function MessagePreview({ campaignId, definition }: MessagePreviewProps) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(definition, 600);
  const preview = useQuery(previewQuery(useApi(), campaignId, settled));
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
      <QueryView query={preview} lines={8}>
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
