import { Button, CopyButton, Group, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface CopyableProps {
  readonly text: string;
  /** What it is, for whoever hears the button alone. */
  readonly what: string;
}

/** A text to take elsewhere, as it stands. */
export function Copyable({ text, what }: CopyableProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <span className="mono">{text}</span>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <>
            <Button
              size="compact-xs"
              variant="default"
              onClick={copy}
              aria-label={copied ? undefined : t('common.copyOf', { what })}
            >
              {t(copied ? 'common.copied' : 'common.copy')}
            </Button>
            <VisuallyHidden role="status">{copied && t('common.copied')}</VisuallyHidden>
          </>
        )}
      </CopyButton>
    </Group>
  );
}
