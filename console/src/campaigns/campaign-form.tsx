import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Campaign,
  type CampaignDefinition,
  type CampaignDraft,
  type CampaignView,
  type Language,
} from '../../../core/campaigns/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ApiError } from '../api/api-error.ts';
import { type ErrorAt, errorOf, errorsAt } from '../parts/field-message.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import {
  isChanged,
  isToldAtFields,
  languageToShow,
  type Refusal,
  readCampaign,
  refusalOf,
  stillWrong,
} from './campaign-draft.ts';
import { campaignQuery } from './campaign-queries.ts';
import { CopyFields } from './copy-fields.tsx';
import { NumberFields } from './number-fields.tsx';
import { Overtaken } from './overtaken.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { SegmentField } from './segment-field.tsx';
import { TargetingFields } from './targeting-fields.tsx';

export interface CampaignFormProps {
  readonly campaign: CampaignView;
  readonly draft: CampaignDraft;
  /** Somebody else saved it since the draft was begun. */
  readonly isOvertaken: boolean;
  /** What its preview could not read. */
  readonly unread: Refusal | undefined;
  readonly onChange: (draft: CampaignDraft) => void;
  readonly onSaved: (sent: CampaignDraft, revision: number) => void;
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
  const { definition, isActive } = draft;
  const [language, setLanguage] = useState<Language>('en');
  const [refusal, setRefusal] = useState<Refusal>();
  const form = useFirstWrongField(refusal);
  const refuse = (refused: Refusal) => {
    setLanguage((shown) => languageToShow(refused.errors, shown));
    setRefusal(refused);
  };
  const { queryKey } = campaignQuery(api, campaign.campaignId);
  const save = useMutation({
    mutationFn: ({ draft: sent, revision }: Sent) =>
      api.put(
        `/campaigns/${campaign.campaignId}`,
        Campaign,
        { definition: sent.definition, isActive: sent.isActive },
        revision,
      ),
    onError: (error, sent) => {
      const refused = refusalOf(sent.draft.definition, error);
      if (refused) refuse(refused);
      return isReplaced(error) ? queries.invalidateQueries({ queryKey }) : undefined;
    },
    onSuccess: (saved, sent) => {
      queries.setQueryData(queryKey, (seen) => seen && { ...seen, ...saved });
      onSaved(sent.draft, saved.revision);
      return Promise.all([
        queries.invalidateQueries({ queryKey }),
        queries.invalidateQueries({ queryKey: ['campaigns'] }),
      ]);
    },
  });
  const { data, errors } = readCampaign(definition);
  const allErrors = [...errors, ...stillWrong(unread, definition), ...stillWrong(refusal, definition)];
  const errorAt: ErrorAt = (...path) => errorsAt(t, allErrors)('definition', ...path);
  const define = (defined: CampaignDefinition) => onChange({ isActive, definition: defined });
  const change = (changed: Partial<CampaignDefinition>) => define({ ...definition, ...changed });
  const isUnsaved = isChanged(draft, campaign);
  // What this person saves is newer too, until its answer comes.
  const mustChoose = isOvertaken && isUnsaved && !save.isPending;
  const discard = () => {
    save.reset();
    onDiscard();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (data) save.mutate({ draft, revision: campaign.revision });
    else refuse({ draft: definition, errors });
  };
  return (
    <Panel title={t('campaign.form.title')}>
      <LeaveGuard isChanged={isUnsaved} />
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t('campaign.form.name')}
            value={definition.name}
            error={errorAt('name')}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            required
          />
          <SegmentField
            campaignId={campaign.campaignId}
            segment={definition.segment}
            fault={errorOf(allErrors, ['definition', 'segment'])}
            onChange={(segment) => change({ segment })}
          />
          <TargetingFields draft={definition} errorAt={errorAt} onChange={define} />
          <ScheduleFields
            schedule={definition.schedule}
            errorAt={(...path) => errorAt('schedule', ...path)}
            onChange={(schedule) => change({ schedule })}
          />
          <NumberFields draft={definition} errorAt={errorAt} onChange={define} />
          <CopyFields
            copy={definition.copy}
            language={language}
            errorAt={(...path) => errorAt('copy', ...path)}
            onLanguage={setLanguage}
            onChange={(copy) => change({ copy })}
          />
          <Switch
            label={t('campaign.form.active')}
            description={t('campaign.form.activeWhat')}
            checked={isActive}
            onChange={({ currentTarget }) => onChange({ definition, isActive: currentTarget.checked })}
          />
          {save.error && !isToldAtFields(save.error) && !(mustChoose && isReplaced(save.error)) && (
            <ProblemNotice error={save.error} />
          )}
          {mustChoose && <Overtaken theirs={campaign} mine={draft} onDiscard={discard} />}
          <Group justify="flex-end">
            <Text size="sm" role="status">
              {save.isSuccess && !isUnsaved && t('campaign.form.saved')}
            </Text>
            <Button type="submit" loading={save.isPending} disabled={!isUnsaved}>
              {mustChoose ? t('campaign.overtaken.save', { version: campaign.version }) : t('campaign.form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

/** A draft, and the revision that the person saw whom it is to replace. */
interface Sent {
  readonly draft: CampaignDraft;
  readonly revision: number;
}

const isReplaced = (error: Error) => error instanceof ApiError && error.kind === 'replaced';

/** After a refusal the keyboard goes on where the first thing is wrong. */
function useFirstWrongField(refusal: Refusal | undefined) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [refusal]);
  return form;
}
