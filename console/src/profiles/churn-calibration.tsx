import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChurnCalibration } from '../../../core/profiles/refresh-contract.ts';
import { useFormats } from '../parts/use-formats.ts';

export interface ChurnCalibrationNoteProps {
  readonly calibration: ChurnCalibration;
  /** Whether churn risks are shown; it is judged either way. */
  readonly isClaimed: boolean;
}

/** What the churn model said of a later window beside what happened there. */
export function ChurnCalibrationNote({ calibration, isClaimed }: ChurnCalibrationNoteProps) {
  const { t } = useTranslation();
  const { share, decimal, interval, whole } = useFormats();
  const { brier, baseRateBrier, difference, reliability, customers } = calibration;
  return (
    <details open={!isClaimed}>
      <summary>{t('profile.calibration.title')}</summary>
      <Text size="sm" my={4}>
        {t('profile.calibration.brier', {
          ours: decimal(brier, 3),
          base: decimal(baseRateBrier, 3),
          interval: interval(difference.low, difference.high, 3),
          customers: whole(customers),
          count: customers,
        })}
      </Text>
      <div className="scroller">
        <Table verticalSpacing={4} aria-label={t('profile.calibration.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('profile.calibration.predicted')}</Table.Th>
              <Table.Th scope="col">{t('profile.calibration.observed')}</Table.Th>
              <Table.Th scope="col">{t('profile.calibration.count')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reliability.map((bin) => (
              <Table.Tr key={bin.predicted}>
                <Table.Td>{share(bin.predicted)}</Table.Td>
                <Table.Td>{share(bin.observed)}</Table.Td>
                <Table.Td>{whole(bin.customers)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </details>
  );
}
