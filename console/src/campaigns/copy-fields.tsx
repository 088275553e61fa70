import { Input, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type CampaignDefinition, type Copy, Language } from '../../../core/campaigns/contract.ts';
import type { ErrorAt } from '../parts/field-message.ts';
import { WORDS } from './campaign-draft.ts';
import { LANGUAGE_CHOICES } from './language-choices.ts';

export interface CopyFieldsProps {
  readonly copy: CampaignDefinition['copy'];
  /** The one that is shown. */
  readonly language: Language;
  readonly errorAt: ErrorAt;
  readonly onLanguage: (language: Language) => void;
  readonly onChange: (copy: CampaignDefinition['copy']) => void;
}

/** The words of the message, a language at a time; the switch says where in the other something is wrong. */
export function CopyFields({ copy, language, errorAt, onLanguage, onChange }: CopyFieldsProps) {
  const { t } = useTranslation();
  const words = copy[language];
  const change = (name: keyof Copy, value: string) => onChange({ ...copy, [language]: { ...words, [name]: value } });
  const wrong = LANGUAGE_CHOICES.filter(({ value }) => value !== language && errorAt(value));
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={t('campaign.form.language')}
        value={language}
        onChange={(value) => onLanguage(Language.catch(language).parse(value))}
        data={LANGUAGE_CHOICES}
      />
      <div role="status">
        {wrong.map(({ value, label }) => (
          <Input.Error key={value}>{t('campaign.form.wrongIn', { language: label })}</Input.Error>
        ))}
      </div>
      {WORDS.map((name) => (
        <Textarea
          key={name}
          label={t(`campaign.form.words.${name}`)}
          autosize
          minRows={name === 'body' ? 3 : 1}
          lang={language}
          value={words[name]}
          error={errorAt(language, name)}
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
