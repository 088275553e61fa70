import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Campaign, CampaignDraft } from '../../../core/campaigns/contract.ts';
import { DifferencesTable } from './differences-table.tsx';

export interface OvertakenProps {
  /** As it was saved meanwhile. */
  readonly theirs: Campaign;
  readonly mine: CampaignDraft;
  readonly onDiscard: () => void;
}

/** Two people at one campaign: each can see what the other wrote, and nothing of it is lost unasked. */
export function Overtaken({ theirs, mine, onDiscard }: OvertakenProps) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <Group gap="sm" role="status">
      <Text size="sm">{t('campaign.overtaken.text', { version: theirs.version })}</Text>
      <Button variant="default" size="xs" onClick={open}>
        {t('campaign.overtaken.look')}
      </Button>
      <Button variant="default" size="xs" onClick={onDiscard}>
        {t('campaign.overtaken.discard')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('campaign.overtaken.title')}
        size="xl"
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <DifferencesTable theirs={theirs} mine={mine} />
      </Modal>
    </Group>
  );
}
