import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Confirmation } from './confirmation.tsx';

export interface LeaveGuardProps {
  readonly isChanged: boolean;
  /**
   * What of the address besides its path says which thing is being changed.
   *
   * @default none of it
   */
  readonly of?: string;
}

interface Place {
  readonly pathname: string;
  readonly search: object;
}

/** Asks before what is not saved is lost: by a link, by a step back, and by closing or reloading the tab. */
export function LeaveGuard({ isChanged, of }: LeaveGuardProps) {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && isElsewhere(current, next, of),
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <Confirmation
      isOpen={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('common.leaveTitle')}
      detail={t('common.leaveDetail')}
      action={t('common.leave')}
      onConfirm={() => proceed?.()}
    />
  );
}

/** Whether what is being changed here is not there. */
export function isElsewhere(current: Place, next: Place, of = ''): boolean {
  const named = ({ search }: Place) => new Map(Object.entries(search)).get(of);
  return current.pathname !== next.pathname || named(current) !== named(next);
}
