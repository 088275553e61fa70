import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from './problem-notice.tsx';

export interface ConfirmationProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly detail: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly onConfirm: () => void;
  /** The change that is made then; what it was refused for is told here. @default one that cannot fail */
  readonly change?: { readonly error: Error | null; readonly isPending: boolean };
  /** @default false: whoever presses Enter without reading takes nothing away */
  readonly isActionFocused?: boolean;
  /** Whether the keyboard goes on where it was before. @default true */
  readonly returnFocus?: boolean;
}

/** Asks once more whether somebody means it. */
export function Confirmation(props: ConfirmationProps) {
  const {
    isOpen,
    onClose,
    title,
    detail,
    action,
    onConfirm,
    change,
    isActionFocused = false,
    returnFocus = true,
  } = props;
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      returnFocus={returnFocus}
      styles={{ title: { lineHeight: 1.4 } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{detail}</Text>
        {change?.error && <ProblemNotice error={change.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={change?.isPending ?? false}
            onClick={onConfirm}
            data-autofocus={isActionFocused || undefined}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
