import { useTranslation } from 'react-i18next';
import type { RunStatus } from '../../../core/models/contract.ts';
import { StateMark } from '../parts/marks.tsx';

const STATE = {
  running: 'running',
  promoted: 'done',
  kept: 'waiting',
  'rolled-back': 'failed',
  failed: 'failed',
} as const;

export function RunMark({ status }: { readonly status: RunStatus }) {
  const { t } = useTranslation();
  return <StateMark state={STATE[status]}>{t(`run.status.${status}`)}</StateMark>;
}
