import { Button, Group, SegmentedControl, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Campaign,
  type CampaignDefinition,
  type CampaignView,
  type Copy,
  type Language,
} from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { Panel } from '../parts/panel.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { audienceQuery } from './campaign-queries.ts';
import { NumberFields } from './number-fields.tsx';
import { TargetingFields } from './targeting-fields.tsx';

export interface CampaignFormProps {
  readonly campaign: CampaignView;
  readonly draft: CampaignDefinition;
  readonly onChange: (definition: CampaignDefinition) => void;
}

const WORDS = ['subject', 'preheader', 'heading', 'body', 'button'] as const satisfies readonly (keyof Copy)[];

/** The definition. Saving a change writes a new version; what is running keeps to its own. */
export function CampaignForm({ campaign, draft, onChange }: CampaignFormProps) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [isActive, setActive] = useState(campaign.isActive);
  const save = useMutation({
    mutationFn: () => api.put(`/campaigns/${campaign.campaignId}`, Campaign, { definition: draft, isActive }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['campaign', campaign.campaignId] }),
        queries.invalidateQueries({ queryKey: ['campaigns'] }),
      ]),
  });
  const isChanged = isActive !== campaign.isActive || JSON.stringify(draft) !== JSON.stringify(campaign.definition);
  return (
    <Panel title={t('campaign.form.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('campaign.form.name')}
            value={draft.name}
            onChange={({ currentTarget }) => onChange({ ...draft, name: currentTarget.value })}
            required
          />
          <Segment campaignId={campaign.campaignId} draft={draft} onChange={onChange} />
          <TargetingFields draft={draft} onChange={onChange} />
          <ScheduleFields draft={draft} onChange={onChange} />
          <NumberFields draft={draft} onChange={onChange} />
          <Words draft={draft} onChange={onChange} />
          <Switch
            label={t('campaign.form.active')}
            description={t('campaign.form.activeWhat')}
            checked={isActive}
            onChange={({ currentTarget }) => setActive(currentTarget.checked)}
          />
          {save.error && <ProblemNotice error={save.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!isChanged}>
              {t('campaign.form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

type FieldProps = Pick<CampaignFormProps, 'draft' | 'onChange'>;

/** Counted as it is written; what does not read says where. */
function Segment({ campaignId, draft, onChange }: FieldProps & { readonly campaignId: string }) {
  const { t } = useTranslation();
  const { whole } = useFormats();
  const [segment] = useDebouncedValue(draft.segment, 400);
  const audience = useQuery(audienceQuery(useApi(), campaignId, segment));
  return (
    <div>
      <Textarea
        label={t('campaign.form.segment')}
        description={t('campaign.form.segmentWhat')}
        autosize
        minRows={2}
        value={draft.segment}
        onChange={({ currentTarget }) => onChange({ ...draft, segment: currentTarget.value })}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        spellCheck={false}
        required
      />
      <div role="status" style={{ marginTop: 4 }}>
        {audience.error ? (
          <ProblemNotice error={audience.error} />
        ) : (
          audience.data && (
            <Text size="sm" fw={600}>
              {t(audience.data.isWhole ? 'campaign.form.audience' : 'campaign.form.audiencePart', {
                matched: whole(audience.data.matched),
                looked: whole(audience.data.looked),
              })}
            </Text>
          )
        )}
      </div>
    </div>
  );
}

function ScheduleFields({ draft, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { schedule } = draft;
  return (
    <Group grow align="flex-end">
      <TextInput
        label={t('campaign.form.schedule')}
        description={t('campaign.form.scheduleWhat')}
        placeholder="rate(1 day)"
        value={schedule?.expression ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({
            ...draft,
            schedule: value ? { expression: value, timeZone: schedule?.timeZone ?? 'UTC' } : null,
          })
        }
      />
      <TextInput
        label={t('campaign.form.timeZone')}
        description={t('campaign.form.timeZoneWhat')}
        value={schedule?.timeZone ?? 'UTC'}
        disabled={!schedule}
        onChange={({ currentTarget }) =>
          schedule && onChange({ ...draft, schedule: { ...schedule, timeZone: currentTarget.value } })
        }
      />
    </Group>
  );
}

function Words({ draft, onChange }: FieldProps) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>('en');
  const words = draft.copy[language];
  const change = (name: keyof Copy, value: string) =>
    onChange({ ...draft, copy: { ...draft.copy, [language]: { ...words, [name]: value } } });
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={t('campaign.form.language')}
        value={language}
        onChange={(value) => setLanguage(value === 'zh' ? 'zh' : 'en')}
        data={[
          { value: 'en', label: 'English' },
          { value: 'zh', label: '中文' },
        ]}
      />
      {WORDS.map((name) => (
        <Textarea
          key={name}
          label={t(`campaign.form.words.${name}`)}
          autosize
          minRows={name === 'body' ? 3 : 1}
          lang={language}
          value={words[name]}
          onChange={({ currentTarget }) => change(name, currentTarget.value)}
          required
        />
      ))}
      <Text size="xs" c="dimmed">
        {t('campaign.form.liquid')}
      </Text>
    </Stack>
  );
}
