import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignDraft } from '../../../core/campaigns/contract.ts';
import { differencesOf } from './campaign-differences.ts';

export interface DifferencesTableProps {
  readonly theirs: CampaignDraft;
  readonly mine: CampaignDraft;
}

/** What was saved meanwhile beside what is written here, where they differ. */
export function DifferencesTable({ theirs, mine }: DifferencesTableProps) {
  const { t } = useTranslation();
  return (
    <Table verticalSpacing={6} aria-label={t('campaign.overtaken.title')}>
      <Table.Thead>
        <Table.Tr>
          {(['field', 'theirs', 'mine'] as const).map((column) => (
            <Table.Th key={column} scope="col">
              {t(`campaign.overtaken.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differencesOf(t, theirs, mine).map((one) => (
          <Table.Tr key={one.field}>
            <Table.Th scope="row">{one.field}</Table.Th>
            <Filled text={one.theirs} />
            <Filled text={one.mine} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Filled({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return (
    <Table.Td>
      <Text size="sm" c={text ? undefined : 'dimmed'} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text || t('campaign.overtaken.empty')}
      </Text>
    </Table.Td>
  );
}
