import {
  ActionIcon,
  Group,
  type GroupProps,
  SegmentedControl,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, LANGUAGES, languageOf } from '../i18n/i18n.ts';

const NAMES = { en: 'English', zh: '中文' } as const;

/** Language and light or dark, kept in this browser. */
export function Preferences(props: GroupProps) {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <Group gap="xs" wrap="nowrap" {...props}>
      <SegmentedControl
        size="xs"
        aria-label={t('shell.language')}
        value={languageOf(i18n.language)}
        onChange={(value) => void changeLanguage(languageOf(value))}
        data={LANGUAGES.map((language) => ({ value: language, label: NAMES[language] }))}
      />
      <ActionIcon
        variant="default"
        size={32}
        aria-label={t(scheme === 'dark' ? 'shell.light' : 'shell.dark')}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />}
      </ActionIcon>
    </Group>
  );
}
