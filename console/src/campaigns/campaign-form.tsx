import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Campaign,
  type CampaignDefinition,
  type CampaignView,
  type Language,
} from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { type ErrorAt, errorsAt } from '../parts/field-message.ts';
import { Panel } from '../parts/panel.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { isToldAtFields, languageToShow, type Refusal, readCampaign, refusalOf, stillWrong } from './campaign-draft.ts';
import { campaignQuery } from './campaign-queries.ts';
import { CopyFields } from './copy-fields.tsx';
import { NumberFields } from './number-fields.tsx';
import { Overtaken } from './overtaken.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { SegmentField } from './segment-field.tsx';
import { TargetingFields } from './targeting-fields.tsx';

export interface CampaignFormProps {
  readonly campaign: CampaignView;
  readonly draft: CampaignDefinition;
  /** Somebody else saved a version since the draft was begun. */
  readonly isOvertaken: boolean;
  /** What its preview could not read. */
  readonly unread: Refusal | undefined;
  readonly onChange: (definition: CampaignDefinition) => void;
  readonly onSaved: (sent: CampaignDefinition, version: number) => void;
  readonly onDiscard: () => void;
}

/**
 * The definition. Saving a change writes a new version; what is running keeps to its own. It is read by the contract at each
 * change: what is wrong stands at its field, and so does what only the platform finds wrong when it is saved.
 */
export function CampaignForm(props: CampaignFormProps) {
  const { campaign, draft, isOvertaken, unread, onChange, onSaved, onDiscard } = props;
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [turned, setTurned] = useState<boolean>();
  const isActive = turned ?? campaign.isActive;
  const [language, setLanguage] = useState<Language>('en');
  const [refusal, setRefusal] = useState<Refusal>();
  const form = useFirstWrongField(refusal);
  const refuse = (refused: Refusal) => {
    setLanguage((shown) => languageToShow(refused.errors, shown));
    setRefusal(refused);
  };
  const save = useMutation({
    mutationFn: (definition: CampaignDefinition) =>
      api.put(`/campaigns/${campaign.campaignId}`, Campaign, { definition, isActive }),
    onError: (error, sent) => {
      const refused = refusalOf(sent, error);
      if (refused) refuse(refused);
    },
    onSuccess: (saved, sent) => {
      const { queryKey } = campaignQuery(api, campaign.campaignId);
      queries.setQueryData(queryKey, (seen) => seen && { ...seen, ...saved });
      onSaved(sent, saved.version);
      setTurned((now) => (now === saved.isActive ? undefined : now));
      return Promise.all([
        queries.invalidateQueries({ queryKey }),
        queries.invalidateQueries({ queryKey: ['campaigns'] }),
      ]);
    },
  });
  const { data, errors } = readCampaign(draft);
  const all = errorsAt(t, [...errors, ...stillWrong(unread, draft), ...stillWrong(refusal, draft)]);
  const errorAt: ErrorAt = (...path) => all('definition', ...path);
  const change = (changed: Partial<CampaignDefinition>) => onChange({ ...draft, ...changed });
  const isChanged = isActive !== campaign.isActive || JSON.stringify(draft) !== JSON.stringify(campaign.definition);
  const discard = () => {
    save.reset();
    onDiscard();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (data) save.mutate(draft);
    else refuse({ draft, errors });
  };
  return (
    <Panel title={t('campaign.form.title')}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t('campaign.form.name')}
            value={draft.name}
            error={errorAt('name')}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            required
          />
          <SegmentField
            campaignId={campaign.campaignId}
            segment={draft.segment}
            error={errorAt('segment')}
            onChange={(segment) => change({ segment })}
          />
          <TargetingFields draft={draft} errorAt={errorAt} onChange={onChange} />
          <ScheduleFields
            schedule={draft.schedule}
            errorAt={(...path) => errorAt('schedule', ...path)}
            onChange={(schedule) => change({ schedule })}
          />
          <NumberFields draft={draft} errorAt={errorAt} onChange={onChange} />
          <CopyFields
            copy={draft.copy}
            language={language}
            errorAt={(...path) => errorAt('copy', ...path)}
            onLanguage={setLanguage}
            onChange={(copy) => change({ copy })}
          />
          <Switch
            label={t('campaign.form.active')}
            description={t('campaign.form.activeWhat')}
            checked={isActive}
            onChange={({ currentTarget }) => setTurned(currentTarget.checked)}
          />
          {save.error && !isToldAtFields(save.error) && <ProblemNotice error={save.error} />}
          {isOvertaken && <Overtaken version={campaign.version} onDiscard={discard} />}
          <Group justify="flex-end">
            <Text size="sm" role="status">
              {save.isSuccess && !isChanged && t('campaign.form.saved')}
            </Text>
            <Button type="submit" loading={save.isPending} disabled={!isChanged}>
              {t('campaign.form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

/** After a refusal the keyboard goes on where the first thing is wrong. */
function useFirstWrongField(refusal: Refusal | undefined) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [refusal]);
  return form;
}
